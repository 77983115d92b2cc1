import t from 'tap'
import type { Flaw } from '../../src/transport/flaws.ts'
import { readFraming } from '../../src/transport/framing.ts'
import type { Framing } from '../../src/transport/framing.ts'
import { releaseHead, takeHead } from '../../src/transport/head.ts'
import { scanHead } from '../../src/transport/head-scanner.ts'

function frame (head: string, bodiless = false): Framing & { flaw: Flaw | null } {
  const bytes = Buffer.from(head.replaceAll('\n', '\r\n') + '\r\n\r\n', 'latin1')
  const scanned = takeHead(bytes, 0)
  if (scanHead(scanned, bytes.length) !== 'complete') throw new Error('not a head')
  const framing = { length: -1, chunked: false, reusable: false, patience: 0 }
  const flaw = readFraming(scanned, bodiless, framing)
  releaseHead(scanned)
  return { ...framing, flaw }
}

t.test('an answer ends where its head says', async t => {
  t.match(frame('HTTP/1.1 200 OK\nContent-Length: 12'), { length: 12, chunked: false, reusable: true, flaw: null })
  t.match(frame('HTTP/1.1 200 OK\ncontent-length: 0'), { length: 0, reusable: true })
  t.match(frame('HTTP/1.1 200 OK\nTransfer-Encoding: Chunked'), { chunked: true, reusable: true, flaw: null })
  t.match(frame('HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: 5'), { length: 5, flaw: null })
  t.match(frame('HTTP/1.1 200 OK'), { length: Infinity, chunked: false, reusable: false })
})

t.test('no body follows HEAD, 204 and 304, whatever the head says', async t => {
  t.match(frame('HTTP/1.1 200 OK\nContent-Length: 12', true), { length: 0, chunked: false, reusable: true })
  t.match(frame('HTTP/1.1 200 OK\nTransfer-Encoding: chunked', true), { length: 0, chunked: false, reusable: true })
  t.match(frame('HTTP/1.1 200 OK', true), { length: 0, reusable: true })
  t.match(frame('HTTP/1.1 204 No Content\nContent-Length: 12'), { length: 0 })
  t.match(frame('HTTP/1.1 304 Not Modified\nContent-Length: 12'), { length: 0 })
})

t.test('a connection is used again unless somebody objects', async t => {
  const reusable = (lines: string): boolean => frame(`${lines}\nContent-Length: 0`).reusable
  t.equal(reusable('HTTP/1.1 200 OK'), true)
  t.equal(reusable('HTTP/1.1 200 OK\nConnection: keep-alive'), true)
  t.equal(reusable('HTTP/1.1 200 OK\nConnection: closed, enclose'), true)
  t.equal(reusable('HTTP/1.1 200 OK\nConnection:'), true)
  t.equal(reusable('HTTP/1.1 200 OK\nConnection: close'), false)
  t.equal(reusable('HTTP/1.1 200 OK\nCONNECTION: x, \tClose ,y'), false)
  t.equal(reusable('HTTP/1.1 200 OK\nConnection: x\nConnection: ,,close'), false)
  t.equal(reusable('HTTP/1.0 200 OK\nConnection: keep-alive'), false, 'HTTP/1.0 keeps none')
})

t.test('a connection rests a second less than the member lets it', async t => {
  const patience = (value: string): number => frame(`HTTP/1.1 200 OK\nKeep-Alive: ${value}`).patience
  t.equal(frame('HTTP/1.1 200 OK').patience, Infinity)
  t.equal(patience('timeout=5'), 4_000)
  t.equal(patience('max=100, Timeout=72'), 71_000)
  t.equal(patience('timeout=5, max=100'), 4_000)
  t.equal(patience('timeout=5 , max=100'), 4_000)
  t.equal(patience('timeout=1'), 1)
  t.equal(patience('timeout=0'), 1)
  t.equal(patience('timeout'), Infinity)
  t.equal(patience('timeout=soon'), Infinity)
  t.equal(patience('timeouts=5'), Infinity)
  t.equal(patience('max=100'), Infinity)
})

t.test('an answer whose end is uncertain is refused', async t => {
  const flaw = (lines: string, version = '1.1'): Flaw | null => frame(`HTTP/${version} 200 OK\n${lines}`).flaw
  for (const value of ['', '-1', '+1', '0x1', '1 2', '5, 5', '1e3', '1.0', 'x', '1234567890123456']) t.equal(flaw(`Content-Length: ${value}`), 'contentLength', value)
  t.equal(flaw('Content-Length: 5\nContent-Length: 6'), 'contentLength')
  t.equal(flaw('Content-Length: 5\nContent-Length: 5\nContent-Length: 6'), 'contentLength')
  for (const value of ['', 'gzip', 'identity', 'gzip, chunked', 'chunked, chunked', 'chunked,', 'xchunked', 'chunkedx']) t.equal(flaw(`Transfer-Encoding: ${value}`), 'transferEncoding', value)
  t.equal(flaw('Transfer-Encoding: chunked\nTransfer-Encoding: chunked'), 'transferEncoding')
  t.equal(flaw('Transfer-Encoding: chunked', '1.0'), 'transferEncoding')
  t.equal(flaw('Transfer-Encoding: chunked\nContent-Length: 5'), 'twoFramings')
  t.equal(flaw('Content-Length: 5\nTransfer-Encoding: chunked'), 'twoFramings')
})

t.test('other headers of the same length mean nothing', async t => {
  t.match(frame('HTTP/1.1 200 OK\nConnectiox: close\nContent-Lengtx: 5\nTransfer-Encodinx: chunked'), { length: Infinity, chunked: false, flaw: null })
})
