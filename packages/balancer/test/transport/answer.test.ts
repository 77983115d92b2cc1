import t from 'tap'
import { everySplit, readPieces } from './support/answers.ts'
import type { Reading } from './support/answers.ts'

/** Reads whole and in every split, which must agree. */
function read (bytes: string, options: Parameters<typeof readPieces>[1] = {}): Reading {
  const all = Buffer.from(bytes, 'latin1')
  const whole = readPieces([all], options)
  for (const pieces of everySplit(all)) {
    const split = readPieces(pieces, options)
    // What was told before a flaw was found depends on the pieces; the flaw does not.
    const same = whole.flaw === null ? JSON.stringify({ ...split, length: whole.length }) === JSON.stringify(whole) : split.flaw === whole.flaw
    if (!same) throw new Error(`${JSON.stringify(split)} in ${pieces.length} pieces is not ${JSON.stringify(whole)}`)
  }
  return whole
}

t.test('a body of a known length ends there, what follows is not touched', async t => {
  t.match(read('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'), { status: 200, body: 'hello', whole: true, reusable: true })
  const longer = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP'
  t.match(readPieces([Buffer.from(longer)]), { body: 'hello', whole: true, length: longer.length - 4 })
})

t.test('a body of a known length is not whole before', async t => {
  t.match(read('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell'), { body: 'hell', whole: false })
})

t.test('a chunked body ends with its last chunk', async t => {
  t.match(read('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x\r\nlo\r\n0\r\nT: 1\r\n\r\n'), { body: 'hello', whole: true, reusable: true })
  t.match(read('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n'), { body: 'hel', whole: false })
})

t.test('a bad chunk is a flaw, in the first read and later', async t => {
  t.equal(read('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n').flaw, 'chunkSize')
  t.equal(read('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\nx').flaw, 'chunkSize')
})

t.test('a body without any framing ends with the connection', async t => {
  t.match(read('HTTP/1.0 200 OK\r\n\r\nall of it'), { body: 'all of it', whole: true, reusable: false })
  t.match(read('HTTP/1.1 200 OK\r\n\r\n'), { body: '', whole: true, reusable: false })
})

t.test('a head that is not complete is no answer', async t => {
  t.match(read('HTTP/1.1 200 OK\r\nA: 1\r\n'), { status: 0, whole: false })
})

t.test('a framing in doubt is a flaw', async t => {
  t.equal(read('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n').flaw, 'twoFramings')
})

t.test('HD-15 interim answers come before the final one; the tenth is one too many', async t => {
  t.match(read('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'), { interims: [100, 103], status: 200, body: 'ok', whole: true })
  const interim = 'HTTP/1.1 102 Processing\r\n\r\n'
  t.match(read(interim.repeat(9) + 'HTTP/1.1 204 x\r\n\r\n'), { status: 204, whole: true })
  t.match(read(interim.repeat(10)), { interims: { length: 10 }, flaw: 'interim' })
})

t.test('101 is an answer for who asked for it', async t => {
  t.match(readPieces([Buffer.from('HTTP/1.1 101 x\r\nUpgrade: y\r\n\r\nraw')], { upgradable: true }), { status: 101, whole: true, reusable: false, length: 'HTTP/1.1 101 x\r\nUpgrade: y\r\n\r\n'.length })
  t.equal(read('HTTP/1.1 101 x\r\nUpgrade: y\r\n\r\n').flaw, 'upgrade')
})
