/** Request lines, versions and methods (RFC 9112 §3). */
import { dropped, forwarded, forwardedLast, get, message, reaches, refused } from '../support/request-case.ts'
import type { RequestCase } from '../support/request-case.ts'

/** A request with this for its first line. */
function line (text: string): string {
  return message(text, ['Host: a.example'])
}

export const requestLines: readonly RequestCase[] = [
  forwarded('an empty line before', `\r\n${get('/x')}`, reaches('GET /x')),
  forwarded('three empty lines before', `\r\n\r\n\r\n${get('/x')}`, reaches('GET /x')),
  forwardedLast('HTTP/1.0', line('GET /x HTTP/1.0'), reaches('GET /x')),
  refused('HTTP/0.9 without version', 'GET /x\r\n\r\n'),
  refused('HTTP/0.9 with headers', 'GET /x\r\nHost: a.example\r\n\r\n'),
  refused('HTTP/0.9 with version', line('GET /x HTTP/0.9')),
  refused('HTTP/1.2', line('GET /x HTTP/1.2')),
  refused('HTTP/2.0', line('GET /x HTTP/2.0')),
  refused('HTTP/1.10', line('GET /x HTTP/1.10')),
  refused('HTTP/01.1', line('GET /x HTTP/01.1')),
  refused('HTTP/1', line('GET /x HTTP/1')),
  refused('HTTP/1,1', line('GET /x HTTP/1,1')),
  refused('HTTP/ 1.1', line('GET /x HTTP/ 1.1')),
  refused('http/1.1', line('GET /x http/1.1')),
  refused('HTTPS/1.1', line('GET /x HTTPS/1.1')),
  refused('ICE/1.1', line('GET /x ICE/1.1')),
  refused('no version', line('GET /x ')),
  refused('a tab before the target', line('GET\t/x HTTP/1.1')),
  refused('a tab before the version', line('GET /x\tHTTP/1.1')),
  forwarded('two blanks before the target', line('GET  /x HTTP/1.1'), reaches('GET /x')),
  forwarded('two blanks before the version', line('GET /x  HTTP/1.1'), reaches('GET /x')),
  refused('a blank behind the version', line('GET /x HTTP/1.1 ')),
  refused('a blank before the method', line(' GET /x HTTP/1.1')),
  refused('rubbish behind the version', line('GET /x HTTP/1.1x')),
  refused('no target', line('GET HTTP/1.1')),
  refused('nothing but a method', line('GET')),
  refused('LF ends the line', 'GET /x HTTP/1.1\nHost: a.example\r\n\r\n'),
  refused('CR ends the line', 'GET /x HTTP/1.1\rHost: a.example\r\n\r\n'),
  refused('a NUL before', `\0${get('/x')}`),
  refused('a byte order mark', `\xef\xbb\xbf${get('/x')}`),
  refused('TLS', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03'),
  refused('SSH', 'SSH-2.0-OpenSSH_9.6\r\n'),
  refused('the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  refused('an answer', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
]

export const methods: readonly RequestCase[] = [
  forwarded('DELETE', line('DELETE /x HTTP/1.1'), reaches('DELETE /x')),
  forwarded('PROPFIND', line('PROPFIND /x HTTP/1.1'), reaches('PROPFIND /x')),
  forwarded('TRACE', line('TRACE /x HTTP/1.1'), reaches('TRACE /x')),
  forwarded('PUT without length', line('PUT /x HTTP/1.1'), reaches('PUT /x')),
  forwarded('SOURCE', line('SOURCE /x HTTP/1.1'), reaches('SOURCE /x')),
  dropped('CONNECT', line('CONNECT a.example:443 HTTP/1.1'), 501),
  dropped('CONNECT with a path', line('CONNECT /x HTTP/1.1'), 501),
  dropped('CONNECT with a body', message('CONNECT a.example:443 HTTP/1.1', ['Host: a.example', 'Content-Length: 3'], 'abc'), 501),
  refused('get', line('get /x HTTP/1.1')),
  refused('GeT', line('GeT /x HTTP/1.1')),
  refused('GETX', line('GETX /x HTTP/1.1')),
  refused('an unknown method', line('FOO /x HTTP/1.1')),
  refused('PRI', line('PRI /x HTTP/1.1')),
  refused('a method with a colon', line('GET: /x HTTP/1.1')),
  refused('a method with a NUL', line('G\0ET /x HTTP/1.1')),
  refused('a method with a bare CR', line('GET\r /x HTTP/1.1'))
]
