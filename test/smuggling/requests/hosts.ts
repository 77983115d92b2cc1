/** Host: exactly one that names a host, or nothing is forwarded (RFC 9112 §3.2). */
import { alone, forwarded, forwardedLast, message, reaches, refused } from '../support/request-case.ts'
import type { RequestCase } from '../support/request-case.ts'

function withHost (...hosts: readonly string[]): string {
  return message('GET /x HTTP/1.1', hosts.map(host => `Host:${host}`))
}

function named (host: string): string {
  return reaches('GET /x', { host })
}

export const hosts: readonly RequestCase[] = [
  forwarded('a name', withHost(' a.example'), named('a.example')),
  forwarded('blanks around', withHost(' \t a.example \t'), named('a.example')),
  forwarded('no blank', withHost('a.example'), named('a.example')),
  forwarded('a port', withHost(' a.example:8080'), named('a.example:8080')),
  forwarded('an IPv4 address', withHost(' 127.0.0.1:80'), named('127.0.0.1:80')),
  forwarded('an IPv6 address', withHost(' [::1]'), named('[::1]')),
  forwarded('an IPv6 address and port', withHost(' [::1]:8080'), named('[::1]:8080')),
  forwarded('an underscore', withHost(' a_b.example'), named('a_b.example')),
  forwarded('a dot at its end', withHost(' a.example.'), named('a.example.')),
  forwardedLast('none in HTTP/1.0', message('GET /x HTTP/1.0', []), reaches('GET /x', { host: null })),
  alone(refused('none', message('GET /x HTTP/1.1', []))),
  alone(refused('none but X-Forwarded-Host', message('GET /x HTTP/1.1', ['X-Forwarded-Host: a.example']))),
  refused('empty', withHost('')),
  refused('blanks only', withHost('   ')),
  refused('empty in HTTP/1.0', message('GET /x HTTP/1.0', ['Host:'])),
  refused('two', withHost(' a.example', ' b.example')),
  refused('two equal', withHost(' a.example', ' a.example')),
  refused('two, the first empty', withHost('', ' a.example')),
  refused('two in two cases', message('GET /x HTTP/1.1', ['host: a.example', 'HOST: b.example'])),
  refused('two in HTTP/1.0', message('GET /x HTTP/1.0', ['Host: a.example', 'Host: b.example'])),
  refused('a second one after a thousand fields', message('GET /x HTTP/1.1', ['Host: a.example', ...Array<string>(1_100).fill('A:b'), 'Host: b.example']), 431),
  refused('a list', withHost(' a.example, b.example')),
  refused('a list without blanks', withHost(' a.example,b.example')),
  refused('user information', withHost(' user@a.example')),
  refused('user information with password', withHost(' user:pass@a.example')),
  refused('a path', withHost(' a.example/x')),
  refused('a query', withHost(' a.example?x')),
  refused('a fragment', withHost(' a.example#x')),
  refused('a backslash', withHost(' a.example\\x')),
  refused('a scheme', withHost(' http://a.example')),
  refused('a blank inside', withHost(' a.example b')),
  refused('a tab inside', withHost(' a.example\tb')),
  refused('a quote', withHost(' a".example')),
  refused('angle brackets', withHost(' <script>')),
  refused('bytes above ASCII', withHost(' a\xe4.example')),
  refused('an escape', withHost(' a%2eexample')),
  refused('a port that is no number', withHost(' a.example:http')),
  refused('an empty port', withHost(' a.example:')),
  refused('two ports', withHost(' a.example:80:80')),
  refused('a port beyond 65535', withHost(' a.example:65536')),
  refused('port 0', withHost(' a.example:0')),
  refused('a negative port', withHost(' a.example:-80')),
  refused('a port alone', withHost(' :80')),
  refused('an IPv6 address without brackets', withHost(' ::1')),
  refused('an IPv6 address without end', withHost(' [::1')),
  refused('rubbish behind an IPv6 address', withHost(' [::1]x')),
  refused('rubbish in brackets', withHost(' [a.example]')),
  refused('an IPv6 zone', withHost(' [fe80::1%25eth0]')),
  refused('folded', message('GET /x HTTP/1.1', ['Host:', ' a.example'])),
  refused('a blank before the colon', message('GET /x HTTP/1.1', ['Host : a.example'])),
  refused('a folded second one', message('GET /x HTTP/1.1', ['Host: a.example', ' Host: b.example'])),
  refused('a NUL', withHost(' a.example\0')),
  refused('a bare CR', withHost(' a.example\rX: y'))
]
