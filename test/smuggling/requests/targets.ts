/** Request targets: what is forwarded is a path that we wrote ourselves, with the query as it came (RFC 9112 §3.2). */
import { declined, forwarded, get, message, reaches, refused } from '../support/request-case.ts'
import type { RequestCase } from '../support/request-case.ts'

export const targets: readonly RequestCase[] = [
  forwarded('a query', get('/x?a=b&c'), reaches('GET /x?a=b&c')),
  forwarded('two slashes', get('//x'), reaches('GET /x')),
  forwarded('two slashes and a host', get('//b.example/x'), reaches('GET /b.example/x')),
  forwarded('dot segments', get('/a/./../x'), reaches('GET /x')),
  forwarded('escaped dot segments', get('/a/%2e%2e/x'), reaches('GET /x')),
  forwarded('an escaped letter', get('/%78'), reaches('GET /x')),
  forwarded('an escaped blank', get('/a%20b'), reaches('GET /a%20b')),
  forwarded('escaped line ends in the path', get('/a%0d%0aX:%20y'), reaches('GET /a%0D%0AX:%20y')),
  forwarded('escaped line ends in the query', get('/x?a=%0d%0aX:%20y'), reaches('GET /x?a=%0d%0aX:%20y')),
  forwarded('an escaped NUL in the query', get('/x?a=%00'), reaches('GET /x?a=%00')),
  forwarded('a URL in the query', get('/x?http://b.example/'), reaches('GET /x?http://b.example/')),
  forwarded('a backslash', get('/a\\b'), reaches('GET /a%5Cb')),
  forwarded('an at sign', get('/@b.example/x'), reaches('GET /@b.example/x')),
  forwarded('an escaped fragment', get('/x%23y'), reaches('GET /x%23y')),
  forwarded('an escaped question mark', get('/x%3fy'), reaches('GET /x%3Fy')),
  forwarded('odd characters', get('/<x>"{|}^`'), reaches('GET /%3Cx%3E%22%7B%7C%7D%5E%60')),
  refused('UTF-8 in the path', get('/\xc3\xa4')),
  refused('bytes above ASCII in the query', get('/x?\xe4')),
  forwarded('6 000 bytes', get(`/${'x'.repeat(6_000)}`), reaches(`GET /${'x'.repeat(6_000)}`)),
  refused('20 000 bytes', get(`/${'x'.repeat(20_000)}`), 431),
  declined('an escaped slash', get('/a%2fb'), 404),
  declined('an escaped NUL', get('/a%00b'), 404),
  declined('a bad escape', get('/%zz'), 400),
  declined('an escape without digits', get('/%'), 400),
  declined('above the root', get('/../x'), 400),
  declined('above the root by escapes', get('/%2e%2e/x'), 400),
  declined('a fragment', get('/x#y'), 400),
  declined('a fragment behind a query', get('/x?a#y'), 400),
  declined('a fragment with a path', get('/x#/../y'), 400),
  refused('a tab', get('/x\ty')),
  refused('a tab in the query', get('/x?a\tb')),
  refused('a form feed', get('/x\x0cy')),
  refused('a vertical tab', get('/x\x0by')),
  refused('a NUL', get('/x\0y')),
  refused('a DEL', get('/x?\x7f')),
  refused('a bare CR', get('/x\ry')),
  refused('a bare LF', get('/x\ny')),
  refused('a blank', get('/x y')),
  refused('a version twice', get('/x HTTP/1.1')),
  refused('no slash', get('x')),
  refused('a query alone', get('?x')),
  declined('an asterisk on GET', get('*'), 400),
  declined('an asterisk on OPTIONS', message('OPTIONS * HTTP/1.1', ['Host: a.example']), 400),
  refused('authority form on GET', get('a.example:80')),
  refused('a scheme without slashes', get('http:/x')),
  declined('ftp', get('ftp://a.example/x'), 400),
  declined('file', get('file:///etc/passwd'), 400),
  refused('javascript', get('javascript:alert(1)')),
  refused('absolute form with user information', get('http://user@a.example/x'))
]

/** A proxy's form: the authority is what was asked for, and must be one that Host could name. */
export const absoluteForms: readonly RequestCase[] = [
  forwarded('http', get('http://a.example/x?y'), reaches('GET /x?y')),
  forwarded('in upper case', get('HTTP://a.example/x'), reaches('GET /x')),
  forwarded('https', get('https://a.example/x'), reaches('GET /x')),
  forwarded('dot segments', get('http://a.example/a/../x'), reaches('GET /x'))
]
