/** Status lines and fields (RFC 9112 §4, §5): what is not one is not passed on. */
import { answer, answered, broken } from '../support/answer-case.ts'
import type { AnswerCase } from '../support/answer-case.ts'

/** With a good length. */
function line (statusLine: string): string {
  return answer(['Content-Length: 2'], 'ok', statusLine)
}

function field (...lines: readonly string[]): string {
  return answer([...lines, 'Content-Length: 2'])
}

export const statusLines: readonly AnswerCase[] = [
  answered('HTTP/1.0', line('HTTP/1.0 200 OK'), { reused: false }),
  answered('HTTP/1.0 with keep-alive', answer(['Connection: keep-alive', 'Content-Length: 2'], 'ok', 'HTTP/1.0 200 OK'), { reused: false }),
  answered('no reason', line('HTTP/1.1 200 ')),
  answered('no reason and no blank', line('HTTP/1.1 200')),
  answered('a reason of latin1', line('HTTP/1.1 200 \xe4')),
  answered('an empty line before', `\r\n${line('HTTP/1.1 200 OK')}`),
  answered('status 299', line('HTTP/1.1 299 Odd'), { status: 299 }),
  broken('HTTP/0.9', 'hello', true),
  broken('HTTP/2.0', line('HTTP/2.0 200 OK')),
  broken('HTTP/1.2', line('HTTP/1.2 200 OK')),
  broken('http/1.1', line('http/1.1 200 OK')),
  broken('ICY', line('ICY 200 OK')),
  broken('two empty lines before', `\r\n\r\n${line('HTTP/1.1 200 OK')}`),
  broken('a tab', line('HTTP/1.1\t200 OK')),
  broken('two blanks', line('HTTP/1.1  200 OK')),
  broken('099', line('HTTP/1.1 099 Odd')),
  broken('000', line('HTTP/1.1 000 Odd')),
  broken('0', line('HTTP/1.1 0 Odd')),
  broken('20', line('HTTP/1.1 20 OK')),
  answered('600', line('HTTP/1.1 600 Odd'), { status: 502, body: '' }),
  answered('999', line('HTTP/1.1 999 Odd'), { status: 502, body: '' }),
  broken('1000', line('HTTP/1.1 1000 Odd')),
  broken('2xx', line('HTTP/1.1 2xx OK')),
  broken('a negative status', line('HTTP/1.1 -200 OK')),
  broken('a control byte in the reason', line('HTTP/1.1 200 O\x01K')),
  broken('a bare CR in the reason', line('HTTP/1.1 200 OK\rSet-Cookie: a=b')),
  broken('a request', 'GET / HTTP/1.1\r\nHost: a.example\r\n\r\n'),
  broken('nothing', '', true),
  broken('half a head', 'HTTP/1.1 200 OK\r\nContent-Le', true),
  broken('a second status line among the fields', field('HTTP/1.1 200 OK'))
]

export const answerFields: readonly AnswerCase[] = [
  answered('bare LF', 'HTTP/1.1 200 OK\nX-A: b\nContent-Length: 2\n\nok', { has: 'x-a: b\r\n' }),
  answered('a fold', field('X-A: b', ' c'), { has: 'x-a: b c\r\n' }),
  answered('a fold before a framing field', field('X-A: b', ' Transfer-Encoding: chunked'), { has: 'x-a: b Transfer-Encoding: chunked\r\n' }),
  answered('a folded length', answer(['Content-Length:', ' 2'])),
  answered('two Set-Cookie', field('Set-Cookie: a=b', 'Set-Cookie: c=d'), { has: 'set-cookie: a=b\r\nset-cookie: c=d\r\n' }),
  answered('Connection names a field', field('Connection: X-A', 'X-A: b'), { lacks: 'x-a' }),
  answered('Connection names Set-Cookie', field('Connection: Set-Cookie', 'Set-Cookie: a=b'), { lacks: 'set-cookie' }),
  answered('Trailer', answer(['Trailer: X-A', 'Transfer-Encoding: chunked'], '2\r\nok\r\n0\r\nX-A: b\r\n\r\n'), { lacks: 'x-a' }),
  answered('a name of an object', field('__proto__: b', 'constructor: c'), { has: 'constructor: c\r\n', lacks: '__proto__' }),
  answered('90 kB of nothing odd in many fields', field(...Array<string>(60).fill(`X-A: ${'b'.repeat(1_000)}`))),
  broken('no colon', field('X-A')),
  broken('no name', field(': b')),
  broken('a blank in a name', field('X A: b')),
  broken('a blank before a colon', field('X-A : b')),
  broken('a byte above ASCII in a name', field('X-\xc4: b')),
  broken('a folded first line', field(' X-A: b')),
  broken('a NUL in a value', field('X-A: b\0')),
  broken('a control byte in a value', field('X-A: b\x01')),
  broken('DEL in a value', field('X-A: b\x7f')),
  broken('a bare CR in a value', field('X-A: b\rX-B: c')),
  broken('a bare CR in Set-Cookie', field('Set-Cookie: a=b\rSet-Cookie: c=d')),
  broken('a bare CR in Location', field('Location: /\rX-B: c')),
  broken('a head of 100 kB', field(`X-A: ${'b'.repeat(100_000)}`)),
  broken('3 000 fields', field(...Array<string>(3_000).fill('A: b')))
]
