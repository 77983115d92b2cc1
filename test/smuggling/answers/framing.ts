/** Where an answer ends (RFC 9112 §6.3): one framing, or nothing of it reaches the client. */
import { answer, answered, broken, cutShort } from '../support/answer-case.ts'
import type { AnswerCase } from '../support/answer-case.ts'

const chunked = '2\r\nok\r\n0\r\n\r\n'
const smuggled = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil'

export const framing: readonly AnswerCase[] = [
  answered('Content-Length', answer(['Content-Length: 2'])),
  answered('chunked', answer(['Transfer-Encoding: chunked'], chunked)),
  answered('CHUNKED', answer(['TRANSFER-ENCODING: CHUNKED'], chunked)),
  answered('until the end', answer([]), { end: true, reused: false }),
  answered('length 0', answer(['Content-Length: 0'], ''), { body: '' }),
  answered('leading zeros', answer(['Content-Length: 0002']), { has: 'content-length: 2\r\n' }),
  answered('equal lengths', answer(['Content-Length: 2', 'Content-Length: 2']), { has: 'content-length: 2\r\n' }),
  broken('unequal lengths', answer(['Content-Length: 2', 'Content-Length: 3'])),
  broken('a list of lengths', answer(['Content-Length: 2, 2'])),
  broken('a negative length', answer(['Content-Length: -2'])),
  broken('a signed length', answer(['Content-Length: +2'])),
  broken('a hexadecimal length', answer(['Content-Length: 0x2'])),
  broken('an empty length', answer(['Content-Length:'])),
  broken('a length that is no number', answer(['Content-Length: two'])),
  broken('a huge length', answer(['Content-Length: 18446744073709551618'])),
  broken('both, length first', answer(['Content-Length: 2', 'Transfer-Encoding: chunked'], chunked)),
  broken('both, coding first', answer(['Transfer-Encoding: chunked', 'Content-Length: 2'], chunked)),
  broken('gzip, chunked', answer(['Transfer-Encoding: gzip, chunked'], chunked)),
  broken('chunked twice', answer(['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'], chunked)),
  broken('identity', answer(['Transfer-Encoding: identity'])),
  broken('xchunked', answer(['Transfer-Encoding: xchunked'], chunked)),
  broken('an empty coding', answer(['Transfer-Encoding:'], chunked)),
  broken('chunked in HTTP/1.0', answer(['Transfer-Encoding: chunked'], chunked, 'HTTP/1.0 200 OK')),
  broken('a blank before the colon', answer(['Content-Length : 2'])),
  answered('Connection names Content-Length', answer(['Connection: Content-Length', 'Content-Length: 2'])),
  answered('Connection names Transfer-Encoding', answer(['Connection: Transfer-Encoding', 'Transfer-Encoding: chunked'], chunked)),
  answered('an answer behind the answer', answer(['Content-Length: 2'], `ok${smuggled}`), { reused: false }),
  answered('an answer behind the last chunk', answer(['Transfer-Encoding: chunked'], chunked + smuggled), { reused: false }),
  answered('an answer behind length 0', answer(['Content-Length: 0'], smuggled), { body: '', reused: false }),
  answered('a line end behind the answer', answer(['Content-Length: 2'], 'ok\r\n'), { reused: false }),
  cutShort('an end before its length', answer(['Content-Length: 9']), true),
  cutShort('an end before the last chunk', answer(['Transfer-Encoding: chunked'], '2\r\nok\r\n'), true),
  cutShort('an end inside a chunk', answer(['Transfer-Encoding: chunked'], '9\r\nok'), true)
]

export const withoutBody: readonly AnswerCase[] = [
  answered('HEAD', answer(['Content-Length: 2'], ''), { method: 'HEAD', body: '' }),
  answered('HEAD, chunked', answer(['Transfer-Encoding: chunked'], ''), { method: 'HEAD', body: '' }),
  answered('HEAD with a body', answer(['Content-Length: 2']), { method: 'HEAD', body: '', reused: false }),
  answered('HEAD with an answer for a body', answer([`Content-Length: ${smuggled.length}`], smuggled), { method: 'HEAD', body: '', reused: false }),
  answered('204', answer([], '', 'HTTP/1.1 204 No Content'), { status: 204, body: '' }),
  answered('204 with a body', answer(['Content-Length: 2'], 'ok', 'HTTP/1.1 204 No Content'), { status: 204, body: '', reused: false }),
  answered('204 with chunks', answer(['Transfer-Encoding: chunked'], chunked, 'HTTP/1.1 204 No Content'), { status: 204, body: '', reused: false }),
  answered('304 with a length', answer(['Content-Length: 2'], '', 'HTTP/1.1 304 Not Modified'), { status: 304, body: '' }),
  answered('304 with a body', answer(['Content-Length: 2'], 'ok', 'HTTP/1.1 304 Not Modified'), { status: 304, body: '', reused: false })
]
