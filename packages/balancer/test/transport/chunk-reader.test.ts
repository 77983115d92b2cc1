import t from 'tap'
import { beginChunks, createChunkReader, maxSkipped, readChunks } from '../../src/transport/chunk-reader.ts'
import { everySplit } from './support/answers.ts'

function read (pieces: readonly Buffer[]): { result: string, payload: string, rest: string } {
  const reader = createChunkReader()
  beginChunks(reader)
  let payload = ''
  for (const [i, piece] of pieces.entries()) {
    // In front and behind lie bytes that are not the reader's.
    const bytes = Buffer.concat([Buffer.from('<<<'), piece, Buffer.from('>>>')])
    const result = readChunks(reader, bytes, 3, bytes.length - 3)
    if (result !== 'more' && result !== 'complete') return { result, payload, rest: '' }
    if (bytes.toString('latin1', 0, 3) + bytes.toString('latin1', bytes.length - 3) !== '<<<>>>') throw new Error('wrote where it should not')
    payload += bytes.toString('latin1', reader.start, reader.end)
    if (result === 'complete') return { result, payload, rest: bytes.toString('latin1', reader.at, bytes.length - 3) + Buffer.concat(pieces.slice(i + 1)).toString('latin1') }
  }
  return { result: 'more', payload, rest: '' }
}

const good: Record<string, [bytes: string, payload: string, rest?: string]> = {
  'no payload': ['0\r\n\r\n', ''],
  'one chunk': ['5\r\nhello\r\n0\r\n\r\n', 'hello'],
  'chunks of any size': ['1\r\na\r\n10\r\n0123456789abcdef\r\n2\r\nyz\r\n3\r\n\r\n0\r\n0\r\n\r\n', 'a0123456789abcdefyz\r\n0'],
  'sizes in both cases and with zeros in front': ['00A\r\n0123456789\r\n0b\r\n0123456789a\r\n000\r\n\r\n', '01234567890123456789a'],
  'what follows the message': ['1\r\na\r\n0\r\n\r\nHTTP/1.1', 'a', 'HTTP/1.1'],
  'extensions, which are skipped': ['1;a=b;c="d e"\r\na\r\n1 ; x\r\nb\r\n1\t\r\nc\r\n0;last\r\n\r\n', 'abc'],
  'trailers, which are skipped': ['1\r\na\r\n0\r\nA: 1\r\nB: 2\t3\r\n\r\nrest', 'a', 'rest']
}

for (const [what, [bytes, payload, rest = '']] of Object.entries(good)) {
  t.test(`reads ${what}`, async t => {
    t.same(read([Buffer.from(bytes)]), { result: 'complete', payload, rest })
    for (const pieces of everySplit(Buffer.from(bytes))) {
      const split = read(pieces)
      if (split.payload !== payload || split.rest !== rest) t.same(split, { result: 'complete', payload, rest }, `in ${pieces.length} pieces`)
    }
  })
}

const bad: Record<string, [bytes: string, flaw: string]> = {
  'no size': ['\r\n', 'chunkSize'],
  'a size that is no number': ['x\r\n', 'chunkSize'],
  'a negative size': ['-1\r\n', 'chunkSize'],
  'a size with 0x': ['0x1\r\na\r\n0\r\n\r\n', 'chunkSize'],
  'a blank before the size': [' 1\r\na\r\n', 'chunkSize'],
  'a size of 13 digits': ['0000000000001\r\na\r\n', 'chunkSize'],
  'an extension without size': [';a\r\n', 'chunkSize'],
  'LF alone after the size': ['1\na\r\n0\r\n\r\n', 'chunkSize'],
  'CR alone after the size': ['1\ra\r\n0\r\n\r\n', 'chunkEnd'],
  'LF in an extension': ['1;a\na\r\n0\r\n\r\n', 'chunkExtension'],
  'NUL in an extension': ['1;\0\r\na\r\n0\r\n\r\n', 'chunkExtension'],
  'an extension without end': [`1;${'x'.repeat(maxSkipped + 1)}`, 'chunkExtension'],
  'too much payload': ['1\r\nab\r\n0\r\n\r\n', 'chunkEnd'],
  'LF alone after payload': ['1\r\na\n0\r\n\r\n', 'chunkEnd'],
  'CR alone after payload': ['1\r\na\r0\r\n\r\n', 'chunkEnd'],
  'LF alone as the last line': ['0\r\n\n', 'trailer'],
  'CR alone as the last line': ['0\r\n\rx', 'trailer'],
  'LF alone after a trailer': ['0\r\nA: 1\n\r\n', 'trailer'],
  'CR alone in a trailer': ['0\r\nA: 1\rB: 2\r\n\r\n', 'trailer'],
  'DEL in a trailer': ['0\r\nA: \x7f\r\n\r\n', 'trailer'],
  'trailers without end': [`0\r\n${'A: 1\r\n'.repeat(maxSkipped / 4 + 1)}\r\n`, 'trailer']
}

for (const [what, [bytes, flaw]] of Object.entries(bad)) {
  t.test(`refuses ${what}`, async t => {
    t.equal(read([Buffer.from(bytes, 'latin1')]).result, flaw)
    if (bytes.length > 100) return
    for (const pieces of everySplit(Buffer.from(bytes, 'latin1'))) {
      if (read(pieces).result !== flaw) t.equal(read(pieces).result, flaw, `in ${pieces.length} pieces`)
    }
  })
}

t.test('the payload of a read lies in one piece, wherever the long chunk is', async t => {
  const long = 'x'.repeat(1_000)
  t.equal(read([Buffer.from(`3e8\r\n${long}\r\n1\r\ny\r\n2\r\nzz\r\n0\r\n\r\n`)]).payload, `${long}yzz`)
  t.equal(read([Buffer.from(`1\r\ny\r\n2\r\nzz\r\n3e8\r\n${long}\r\n0\r\n\r\n`)]).payload, `yzz${long}`)
  t.equal(read([Buffer.from(`1\r\ny\r\n3e8\r\n${long}\r\n1\r\nz\r\n0\r\n\r\n`)]).payload, `y${long}z`)
})
