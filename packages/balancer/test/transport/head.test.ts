import t from 'tap'
import { moveHead, rawHeaders, reasonOf, releaseHead, takeHead } from '../../src/transport/head.ts'
import { scanHead } from '../../src/transport/head-scanner.ts'

t.test('a head that is moved while it is incomplete is read on at its new place', async t => {
  const bytes = Buffer.from('....HTTP/1.1 200 OK\r\nA: 1\r\n\r\n')
  const head = takeHead(bytes, 4)
  t.equal(scanHead(head, 22), 'more')
  t.equal(moveHead(head, 1, 22), 19)
  bytes.copyWithin(19, 22)
  t.equal(scanHead(head, bytes.length - 3), 'complete')
  t.equal(head.size, 'HTTP/1.1 200 OK\r\nA: 1\r\n\r\n'.length)
  t.equal(reasonOf(head), 'OK')
  t.same(rawHeaders(head), ['A', '1'])
  releaseHead(head)
})

t.test('a released head is used again and remembers nothing', async t => {
  const first = takeHead(Buffer.from('HTTP/1.1 404 x\r\nA: 1\r\n\r\n'), 0)
  scanHead(first, first.bytes.length)
  releaseHead(first)
  t.equal(first.bytes.length, 0, 'nor does it hold the memory it was read from')
  const second = takeHead(Buffer.from('HTTP/1.0 200\r\n\r\n'), 0)
  t.equal(second, first)
  t.match(second, { status: 0, count: 0, size: 0 })
  t.equal(scanHead(second, second.bytes.length), 'complete')
  t.match(second, { status: 200, minor: 0, count: 0 })
})
