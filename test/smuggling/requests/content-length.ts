/** Content-Length: one number, or nothing is forwarded (RFC 9112 §6.3). */
import { forwarded, forwardedLast, get, message, post, reaches, refused } from '../support/request-case.ts'
import type { RequestCase } from '../support/request-case.ts'

const abc = reaches('POST /x', { framing: 'Content-Length: 3', body: 'abc' })
const empty = reaches('POST /x', { framing: 'Content-Length: 0' })

export const contentLength: readonly RequestCase[] = [
  forwarded('one length', post(['Content-Length: 3'], 'abc'), abc),
  forwarded('length 0', post(['Content-Length: 0']), empty),
  forwarded('no length', post([]), reaches('POST /x')),
  forwarded('leading zeros', post(['Content-Length: 0003'], 'abc'), abc),
  forwarded('blanks around', post(['Content-Length:   3  '], 'abc'), abc),
  forwarded('no blank', post(['Content-Length:3'], 'abc'), abc),
  forwarded('another case', post(['CONTENT-LENGTH: 3'], 'abc'), abc),
  forwarded('a body on GET', message('GET /x HTTP/1.1', ['Host: a.example', 'Content-Length: 3'], 'abc'), reaches('GET /x', { framing: 'Content-Length: 3', body: 'abc' })),
  forwarded('a request in the body', post([`Content-Length: ${get('/inner').length}`], get('/inner')),
    reaches('POST /x', { framing: `Content-Length: ${get('/inner').length}`, body: get('/inner') })),
  forwarded('a request behind length 0', post(['Content-Length: 0'], get('/inner')), empty, reaches('GET /inner')),
  forwarded('a request behind a request without length', post([], get('/inner')), reaches('POST /x'), reaches('GET /inner')),
  forwarded('a named field of Connection', post(['Content-Length: 3', 'Connection: Content-Length'], 'abc'), abc),
  forwardedLast('HTTP/1.0', message('POST /x HTTP/1.0', ['Host: a.example', 'Content-Length: 3'], 'abc'), abc),
  refused('twice, unequal', post(['Content-Length: 3', 'Content-Length: 4'], 'abc')),
  refused('twice, equal', post(['Content-Length: 3', 'Content-Length: 3'], 'abc')),
  refused('a list', post(['Content-Length: 3, 3'], 'abc')),
  refused('a list of unequal ones', post(['Content-Length: 3,4'], 'abc')),
  refused('a trailing comma', post(['Content-Length: 3,'], 'abc')),
  refused('plus', post(['Content-Length: +3'], 'abc')),
  refused('minus', post(['Content-Length: -3'], 'abc')),
  refused('minus zero', post(['Content-Length: -0'])),
  refused('hexadecimal', post(['Content-Length: 0x3'], 'abc')),
  refused('a hexadecimal digit', post(['Content-Length: a'], '0123456789')),
  refused('a fraction', post(['Content-Length: 3.0'], 'abc')),
  refused('an exponent', post(['Content-Length: 3e0'], 'abc')),
  refused('a blank inside', post(['Content-Length: 1 0'], '0123456789')),
  refused('quoted', post(['Content-Length: "3"'], 'abc')),
  refused('empty', post(['Content-Length:'], 'abc')),
  refused('blanks only', post(['Content-Length:   '], 'abc')),
  refused('no number', post(['Content-Length: abc'], 'abc')),
  refused('a number with rubbish', post(['Content-Length: 3abc'], 'abc')),
  refused('beyond 2^64', post(['Content-Length: 18446744073709551619'], 'abc')),
  refused('beyond what a double holds', post(['Content-Length: 9007199254740993'], 'abc')),
  refused('a digit of another script', post(['Content-Length: \xd9\xa3'], 'abc')),
  forwarded('a tab before', post(['Content-Length: \t3'], 'abc'), abc),
  refused('a tab behind', post(['Content-Length: 3\t'], 'abc')),
  refused('folded', post(['Content-Length:', ' 3'], 'abc')),
  refused('folded digits', post(['Content-Length: 1', ' 0'], '0123456789'))
]
