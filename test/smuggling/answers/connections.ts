/** Interim answers, and what members say of their connections (RFC 9110 §15.2, RFC 9112 §9). */
import { answer, answered, broken } from '../support/answer-case.ts'
import type { AnswerCase } from '../support/answer-case.ts'

const good = answer(['Content-Length: 2'])
const hints = 'HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n'

export const interim: readonly AnswerCase[] = [
  answered('103', hints + good),
  answered('100 that nobody asked for', `HTTP/1.1 100 Continue\r\n\r\n${good}`),
  answered('nine', hints.repeat(9) + good),
  answered('a framing in 103', `HTTP/1.1 103 x\r\nContent-Length: 9\r\n\r\n${good}`),
  broken('forty', hints.repeat(40) + good),
  broken('103 and no more', hints, true),
  broken('101 that nobody asked for', `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\n${good}`)
]

export const keeping: readonly AnswerCase[] = [
  answered('close', answer(['Connection: close', 'Content-Length: 2']), { reused: false }),
  answered('CLOSE in a list', answer(['Connection: X-A, CLOSE', 'Content-Length: 2']), { reused: false }),
  answered('close and keep-alive', answer(['Connection: keep-alive', 'Connection: close', 'Content-Length: 2']), { reused: false }),
  answered('keep-alive, and an end', answer(['Connection: keep-alive', 'Keep-Alive: timeout=99', 'Content-Length: 2']), { end: true, reused: false }),
  answered('a Keep-Alive that is none', answer(['Connection: keep-alive', 'Keep-Alive: timeout=x, max=-1', 'Content-Length: 2'])),
  answered('408 behind the answer', good + answer(['Content-Length: 0', 'Connection: close'], '', 'HTTP/1.1 408 Request Timeout'), { reused: false }),
  answered('Upgrade in a plain answer', answer(['Connection: Upgrade', 'Upgrade: h2c', 'Content-Length: 2']), { lacks: 'h2c' })
]
