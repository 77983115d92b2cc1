/** What ends here: Connection and what it names, Upgrade, Expect, TE (RFC 9110 §7.6.1, §10.1.1). */
import { alone, declined, forwarded, forwardedLast, get, message, post, reaches, refused } from '../support/request-case.ts'
import type { RequestCase } from '../support/request-case.ts'

const x = reaches('GET /x')

export const hops: readonly RequestCase[] = [
  forwarded('Connection names a field', get('/x', 'Connection: X-A', 'X-A: b'), x),
  forwarded('in another case', get('/x', 'Connection: x-a', 'X-A: b'), x),
  forwarded('on several lines', get('/x', 'Connection: keep-alive', 'X-A: b', 'Connection: X-A'), x),
  forwarded('in a list with empty elements', get('/x', 'Connection: ,, X-A ,', 'X-A: b'), x),
  forwarded('Host', get('/x', 'Connection: Host'), x),
  forwarded('X-Forwarded-For', get('/x', 'Connection: X-Forwarded-For', 'X-Forwarded-For: 192.0.2.1'), x),
  forwarded('X-Forwarded-Host and -Server', get('/x', 'Connection: X-Forwarded-Host, X-Forwarded-Server', 'X-Forwarded-Host: b.example'), x),
  forwarded('Cookie', get('/x', 'Connection: Cookie', 'Cookie: a=b'), x),
  forwarded('Content-Length of a body', post(['Connection: Content-Length', 'Content-Length: 3'], 'abc'), reaches('POST /x', { framing: 'Content-Length: 3', body: 'abc' })),
  forwarded('Transfer-Encoding of a body', post(['Connection: Transfer-Encoding', 'Transfer-Encoding: chunked'], '3\r\nabc\r\n0\r\n\r\n'),
    reaches('POST /x', { framing: 'Transfer-Encoding: chunked', body: '3\r\nabc\r\n0\r\n\r\n' })),
  forwarded('Connection itself', get('/x', 'Connection: Connection'), x),
  forwardedLast('close and a field', get('/x', 'Connection: close, X-A', 'X-A: b'), x),
  forwardedLast('close, then keep-alive', get('/x', 'Connection: close', 'Connection: keep-alive'), x),
  forwardedLast('Keep-Alive, Proxy-Connection', get('/x', 'Keep-Alive: timeout=5', 'Proxy-Connection: close'), x),
  forwarded('TE and Trailer', get('/x', 'TE: trailers, gzip', 'Trailer: X-A', 'Connection: TE'), x),
  alone(forwarded('Upgrade to h2c', get('/x', 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'), x)),
  alone(forwarded('HTTP2-Settings that Connection does not name', get('/x', 'Connection: Upgrade', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'), x)),
  alone(forwarded('Upgrade to h2c with a body', post(['Connection: Upgrade', 'Upgrade: h2c', 'Content-Length: 3'], 'abc'), reaches('POST /x', { framing: 'Content-Length: 3', body: 'abc' }))),
  alone(forwarded('Upgrade to TLS', get('/x', 'Connection: Upgrade', 'Upgrade: TLS/1.2'), x)),
  forwarded('Upgrade that Connection does not name', get('/x', 'Upgrade: websocket'), x),
  declined('Expect with another value', post(['Expect: 200-ok', 'Content-Length: 3'], 'abc'), 417),
  refused('Upgrade with both framings', post(['Connection: Upgrade', 'Upgrade: h2c', 'Content-Length: 3', 'Transfer-Encoding: chunked'], '0\r\n\r\n'))
]

/** Several requests in one write. */
export const pipelines: readonly RequestCase[] = [
  forwarded('three requests', get('/1') + get('/2') + get('/3'), reaches('GET /1'), reaches('GET /2'), reaches('GET /3')),
  forwarded('empty lines between', `${get('/1')}\r\n\r\n${get('/2')}`, reaches('GET /1'), reaches('GET /2')),
  forwarded('a body between', post(['Content-Length: 3'], 'abc') + get('/2'), reaches('POST /x', { framing: 'Content-Length: 3', body: 'abc' }), reaches('GET /2')),
  forwarded('chunks between', post(['Transfer-Encoding: chunked'], '3\r\nabc\r\n0\r\n\r\n') + get('/2'),
    reaches('POST /x', { framing: 'Transfer-Encoding: chunked', body: '3\r\nabc\r\n0\r\n\r\n' }), reaches('GET /2')),
  forwardedLast('one that closes, then another', get('/1', 'Connection: close') + get('/2'), reaches('GET /1')),
  forwardedLast('HTTP/1.0, then another', message('GET /1 HTTP/1.0', ['Host: a.example']) + get('/2'), reaches('GET /1'))
]
