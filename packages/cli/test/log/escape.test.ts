import t from 'tap'
import { escapeField, escapeMessage } from '../../src/log/escape.ts'

t.test('a field of the access log keeps to its line and its quotes', async t => {
  t.equal(escapeField('GET /a?b=c HTTP/1.1'), 'GET /a?b=c HTTP/1.1')
  t.equal(escapeField('a"b\\c'), 'a\\"b\\\\c')
  t.equal(escapeField('a\r\nb\tc\bd\ve'), 'a\\r\\nb\\tc\\bd\\ve')
  t.equal(escapeField('\x00\x1b[31m\x7f'), '\\x00\\x1b[31m\\x7f')
})

t.test('a byte above ASCII is written as that byte, a character above bytes as its UTF-8', async t => {
  t.equal(escapeField('caf\xe9'), 'caf\\xe9')
  t.equal(escapeField('€ 😀'), '\\xe2\\x82\\xac \\xf0\\x9f\\x98\\x80')
})

t.test('a message of the error log keeps to its line', async t => {
  t.equal(escapeMessage('member "a\\b"\nforged'), 'member "a\\b"\\nforged')
})
