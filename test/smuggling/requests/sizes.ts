/** Heads that are too large: 431, and no member hears of them (RFC 6585 §5). */
import { forwarded, get, reaches, refused } from '../support/request-case.ts'
import type { RequestCase } from '../support/request-case.ts'

export const sizes: readonly RequestCase[] = [
  forwarded('a field of 6 000 bytes', get('/x', `X-A: ${'b'.repeat(6_000)}`), reaches('GET /x', { lines: [`X-A: ${'b'.repeat(6_000)}`] })),
  forwarded('90 fields', get('/x', ...Array<string>(90).fill('A: b')), reaches('GET /x', { lines: Array<string>(90).fill('A: b') })),
  refused('a field of 20 000 bytes', get('/x', `X-A: ${'b'.repeat(20_000)}`), 431),
  refused('a name of 20 000 bytes', get('/x', `${'b'.repeat(20_000)}: b`), 431),
  refused('1 100 fields', get('/x', ...Array<string>(1_100).fill('A:b')), 431),
  refused('6 000 fields', get('/x', ...Array<string>(6_000).fill('A:b')), 431),
  refused('a chunked body behind 1 100 fields', get('/x', ...Array<string>(1_100).fill('A:b'), 'Transfer-Encoding: chunked') + '3\r\nabc\r\n0\r\n\r\n', 431),
  refused('a method without end', 'G'.repeat(30_000), 400),
  refused('a target without end', `GET /${'x'.repeat(30_000)}`, 431),
  refused('empty lines without end', '\r\n'.repeat(20) + `GET /x HTTP/1.1\r\nHost: a.example\r\nX-A: ${'b'.repeat(30_000)}`, 431)
]
