import t from 'tap'
import type { Flaw } from '../../src/transport/flaws.ts'
import { releaseHead, takeHead } from '../../src/transport/head.ts'
import { scanHead } from '../../src/transport/head-scanner.ts'
import { everySplit, readPieces } from './support/answers.ts'

const good: Record<string, [bytes: string, status: number, minor: number, reason: string, headers: string[]]> = {
  'an ordinary head': ['HTTP/1.1 200 OK\r\nDate: today\r\nX-A:1\r\n\r\n', 200, 1, 'OK', ['Date', 'today', 'X-A', '1']],
  'a head without headers': ['HTTP/1.1 200 OK\r\n\r\n', 200, 1, 'OK', []],
  'no reason, with the blank before it': ['HTTP/1.1 200 \r\nA: 1\r\n\r\n', 200, 1, '', ['A', '1']],
  'no reason, without the blank': ['HTTP/1.1 200\r\nA: 1\r\n\r\n', 200, 1, '', ['A', '1']],
  'no reason before a bare LF': ['HTTP/1.1 200\n\n', 200, 1, '', []],
  'a reason of several words, one of them not ASCII': ['HTTP/1.0 404 nicht gefunden \xfc\r\n\r\n', 404, 0, 'nicht gefunden \xfc', []],
  'an unusual status': ['HTTP/1.1 999 why\r\n\r\n', 999, 1, 'why', []],
  'bare LF as line ends': ['HTTP/1.1 200 OK\nA: 1\nB: 2\n\n', 200, 1, 'OK', ['A', '1', 'B', '2']],
  'an empty line in front': ['\r\nHTTP/1.1 200 OK\r\nA: 1\r\n\r\n', 200, 1, 'OK', ['A', '1']],
  'an empty line of a bare LF in front': ['\nHTTP/1.1 200 OK\r\nA: 1\r\n\r\n', 200, 1, 'OK', ['A', '1']],
  'blanks around values': ['HTTP/1.1 200 OK\r\nA: \t 1 2 \t \r\nB:\r\nC: \t\r\n\r\n', 200, 1, 'OK', ['A', '1 2', 'B', '', 'C', '']],
  'bytes above ASCII in a value': ['HTTP/1.1 200 OK\r\nA: \x80\xff\r\n\r\n', 200, 1, 'OK', ['A', '\x80\xff']],
  'every character a name may have': ["HTTP/1.1 200 OK\r\n!#$%&'*+-.^_`|~09AZaz: 1\r\n\r\n", 200, 1, 'OK', ["!#$%&'*+-.^_`|~09AZaz", '1']],
  'a colon in a value': ['HTTP/1.1 200 OK\r\nA: b:c\r\n\r\n', 200, 1, 'OK', ['A', 'b:c']],
  'a folded line, joined with one blank': ['HTTP/1.1 200 OK\r\nA: one \t\r\n \t two\r\nB: 2\r\n\r\n', 200, 1, 'OK', ['A', 'one two', 'B', '2']],
  'several folded lines': ['HTTP/1.1 200 OK\r\nA: one\r\n two\n\tthree\r\n  four\r\n\r\n', 200, 1, 'OK', ['A', 'one two three four']],
  'a value that begins on the folded line': ['HTTP/1.1 200 OK\r\nA:\r\n one\r\n two\r\nB: 2\r\n\r\n', 200, 1, 'OK', ['A', 'one two', 'B', '2']],
  'folded lines of blanks only': ['HTTP/1.1 200 OK\r\nA: one\r\n \r\n\t\n two\r\nB:\r\n \r\n\r\n', 200, 1, 'OK', ['A', 'one two', 'B', '']]
}

for (const [what, [bytes, status, minor, reason, headers]] of Object.entries(good)) {
  t.test(`reads ${what}`, async t => {
    // HEAD: the answer ends with its head.
    const whole = readPieces([Buffer.from(bytes, 'latin1')], { bodiless: true })
    t.match(whole, { status, minor, reason, headers, whole: true, length: bytes.length, flaw: null })
    t.equal(whole.headers.length, headers.length)
    for (const pieces of everySplit(Buffer.from(bytes, 'latin1'))) {
      const split = readPieces(pieces, { bodiless: true })
      if (JSON.stringify(split) !== JSON.stringify(whole)) t.same(split, whole, `in ${pieces.length} pieces, the first of ${pieces[0]!.length}`)
    }
  })
}

const ok = 'HTTP/1.1 200 OK\r\n'
const bad: Record<string, [bytes: string, flaw: Flaw]> = {
  'HTTP/0.9, which is no head at all': ['<html>', 'statusLine'],
  'HTTP/2': ['HTTP/2.0 200 OK\r\n\r\n', 'statusLine'],
  'HTTP/1.2': ['HTTP/1.2 200 OK\r\n\r\n', 'statusLine'],
  'a lower-case protocol': ['http/1.1 200 OK\r\n\r\n', 'statusLine'],
  'two blanks before the status': ['HTTP/1.1  200 OK\r\n\r\n', 'statusLine'],
  'a status below 100': ['HTTP/1.1 099 OK\r\n\r\n', 'statusLine'],
  'a status of two digits': ['HTTP/1.1 20 OK\r\n\r\n', 'statusLine'],
  'a status of four digits': ['HTTP/1.1 2000 OK\r\n\r\n', 'statusLine'],
  'a signed status': ['HTTP/1.1 +20 OK\r\n\r\n', 'statusLine'],
  'two empty lines in front': ['\r\n\r\nHTTP/1.1 200 OK\r\n\r\n', 'statusLine'],
  'a CR alone in front': ['\rHTTP/1.1 200 OK\r\n\r\n', 'statusLine'],
  'a control character in the reason': ['HTTP/1.1 200 O\x01K\r\n\r\n', 'badByte'],
  'a bare CR in the reason': ['HTTP/1.1 200 O\rK\r\n\r\n', 'bareCr'],
  'a line without colon': [`${ok}A line\r\n\r\n`, 'blankInName'],
  'a word without colon': [`${ok}word\r\n\r\n`, 'colonless'],
  'a word without colon before a bare LF': [`${ok}word\n\r\n`, 'colonless'],
  'a blank before the colon': [`${ok}A : 1\r\n\r\n`, 'blankInName'],
  'a tab before the colon': [`${ok}A\t: 1\r\n\r\n`, 'blankInName'],
  'a line without name': [`${ok}: 1\r\n\r\n`, 'nameless'],
  'a slash in a name': [`${ok}A/B: 1\r\n\r\n`, 'badName'],
  'NUL in a name': [`${ok}A\0: 1\r\n\r\n`, 'badName'],
  'NUL in a value': [`${ok}A: 1\x002\r\n\r\n`, 'badByte'],
  'DEL in a value': [`${ok}A: 1\x7f2\r\n\r\n`, 'badByte'],
  'a control character in a value': [`${ok}A: 1\x1b2\r\n\r\n`, 'badByte'],
  'a bare CR in a value': [`${ok}A: 1\rB: 2\r\n\r\n`, 'bareCr'],
  'a bare CR at the end': [`${ok}A: 1\r\n\rX`, 'bareCr'],
  'a folded line before the first header': [`${ok} A: 1\r\n\r\n`, 'fold'],
  'a control character on a folded line': [`${ok}A: 1\r\n \x01\r\n\r\n`, 'badByte'],
  'a second status line': [`${ok}HTTP/1.1 200 OK\r\n\r\n`, 'badName']
}

for (const [what, [bytes, flaw]] of Object.entries(bad)) {
  t.test(`refuses ${what}`, async t => {
    t.equal(readPieces([Buffer.from(bytes, 'latin1')]).flaw, flaw)
    for (const pieces of everySplit(Buffer.from(bytes, 'latin1'))) {
      const split = readPieces(pieces)
      if (split.flaw !== flaw) t.equal(split.flaw, flaw, `in ${pieces.length} pieces, the first of ${pieces[0]!.length}`)
    }
  })
}

t.test('a folded line is joined in the bytes themselves, so that nobody reads it otherwise', async t => {
  const bytes = Buffer.from(`${ok}A: one \t\r\n  two\r\n three\r\nB: 2\r\n\r\n`)
  const head = takeHead(bytes, 0)
  t.equal(scanHead(head, bytes.length), 'complete')
  t.equal(bytes.toString().replace(/ +/g, ' '), `${ok}A: one two three\r\nB: 2\r\n\r\n`)
  releaseHead(head)
})

t.test('a head may be as long as the limit and no longer', async t => {
  const bytes = Buffer.from(`${ok}A: ${'x'.repeat(60)}\r\n\r\nbody`)
  const length = bytes.length - 4
  t.equal(readPieces([bytes], { headLimit: length }).flaw, null)
  t.equal(readPieces([bytes], { headLimit: length - 1 }).flaw, 'longHead')
  for (const pieces of everySplit(bytes)) {
    if (readPieces(pieces, { headLimit: length }).flaw !== null) t.fail('refused what is within the limit')
    if (readPieces(pieces, { headLimit: length - 1 }).flaw !== 'longHead') t.fail('took what is beyond the limit')
  }
})

t.test('a head may have 1024 lines and no more, folded ones counted', async t => {
  const lines = (count: number, line: string): Buffer => Buffer.from(`${ok}A: 1\r\n${line.repeat(count)}\r\n`)
  t.equal(readPieces([lines(1023, 'A: 1\r\n')]).headers.length, 2048)
  t.equal(readPieces([lines(1024, 'A: 1\r\n')]).flaw, 'longHead')
  t.equal(readPieces([lines(1023, ' 1\r\n')]).flaw, null)
  t.equal(readPieces([lines(1024, ' 1\r\n')]).flaw, 'longHead')
})
