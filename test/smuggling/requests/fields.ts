/** Field lines: names, values, line ends, control bytes (RFC 9112 §5, RFC 9110 §5). */
import { forwarded, get, message, reaches, refused } from '../support/request-case.ts'
import type { RequestCase } from '../support/request-case.ts'

const controls = [...Array(32).keys(), 127].filter(code => code !== 9 && code !== 10 && code !== 13)

function hex (code: number): string {
  return `0x${code.toString(16).padStart(2, '0')}`
}

export const fields: readonly RequestCase[] = [
  forwarded('an empty value', get('/x', 'X-A:'), reaches('GET /x', { lines: ['X-A: '] })),
  forwarded('blanks around a value', get('/x', 'X-A: \t b c \t'), reaches('GET /x', { lines: ['X-A: b c'] })),
  forwarded('a tab inside a value', get('/x', 'X-A: b\tc'), reaches('GET /x', { lines: ['X-A: b\tc'] })),
  forwarded('bytes above ASCII', get('/x', 'X-A: \x80\xff'), reaches('GET /x', { lines: ['X-A: \x80\xff'] })),
  forwarded('every character of a token', get('/x', "!#$%&'*+-.^_`|~09AZaz: b"), reaches('GET /x', { lines: ["!#$%&'*+-.^_`|~09AZaz: b"] })),
  forwarded('a colon in a value', get('/x', 'X-A: b: c'), reaches('GET /x', { lines: ['X-A: b: c'] })),
  forwarded('two lines of one name', get('/x', 'X-A: b', 'x-a: c'), reaches('GET /x', { lines: ['X-A: b', 'x-a: c'] })),
  forwarded('a name of an object', get('/x', '__proto__: b', 'constructor: c'), reaches('GET /x', { lines: ['__proto__: b', 'constructor: c'] })),
  forwarded('underscores for dashes', get('/x', 'Content_Length: 3', 'X_Forwarded_For: 192.0.2.1'), reaches('GET /x', { lines: ['Content_Length: 3', 'X_Forwarded_For: 192.0.2.1'] })),
  refused('no name', get('/x', ': b')),
  refused('no colon', get('/x', 'X-A')),
  refused('a blank before the colon', get('/x', 'X-A : b')),
  refused('a tab before the colon', get('/x', 'X-A\t: b')),
  refused('a blank inside a name', get('/x', 'X A: b')),
  refused('a byte above ASCII in a name', get('/x', 'X-\xc4: b')),
  refused('a first line that begins with a blank', message('GET /x HTTP/1.1', [' X-A: b', 'Host: a.example'])),
  refused('a fold', get('/x', 'X-A: b', ' c')),
  refused('a fold with a tab', get('/x', 'X-A: b', '\tc')),
  refused('a fold of blanks only', get('/x', 'X-A: b', '  ')),
  refused('a fold before the value', get('/x', 'X-A:', ' b')),
  refused('LF ends a line', get('/x', 'X-A: b\nX-B: c')),
  refused('LF ends the head', 'GET /x HTTP/1.1\r\nHost: a.example\n\n'),
  refused('LF for the empty line', 'GET /x HTTP/1.1\r\nHost: a.example\r\n\n'),
  refused('LF everywhere', 'GET /x HTTP/1.1\nHost: a.example\n\n'),
  refused('a bare CR in a value', get('/x', 'X-A: b\rc')),
  refused('a bare CR at the end of a value', get('/x', 'X-A: b\r')),
  refused('CR ends the head', 'GET /x HTTP/1.1\r\nHost: a.example\r\r'),
  refused('a bare CR in a name', get('/x', 'X\r-A: b')),
  refused('LF in a name', get('/x', 'X\n-A: b')),
  ...controls.map(code => refused(`${hex(code)} in a value`, get('/x', `X-A: b${String.fromCharCode(code)}c`))),
  ...['\0', '\x01', '\x0b', '\x7f'].map(char => refused(`${hex(char.charCodeAt(0))} in a name`, get('/x', `X${char}A: b`))),
  ...[...'"(),/;<=>?@[\\]{}'].map(char => refused(`${char} in a name`, get('/x', `X${char}A: b`)))
]
