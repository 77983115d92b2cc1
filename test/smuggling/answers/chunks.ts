/** Chunks of answers (RFC 9112 §7.1). What was passed on cannot be taken back: the client's connection ends without a last chunk. */
import { answer, answered, broken, cutShort } from '../support/answer-case.ts'
import type { AnswerCase } from '../support/answer-case.ts'

function chunks (bytes: string): string {
  return answer(['Transfer-Encoding: chunked'], bytes)
}

export const answerChunks: readonly AnswerCase[] = [
  answered('an extension', chunks('2;a=b\r\nok\r\n0\r\n\r\n')),
  answered('blanks behind the size', chunks('2  \r\nok\r\n0\r\n\r\n')),
  answered('trailers', chunks('2\r\nok\r\n0\r\nContent-Length: 9\r\nSet-Cookie: a=b\r\n\r\n'), { lacks: 'set-cookie' }),
  broken('no size', chunks('\r\nok\r\n0\r\n\r\n')),
  broken('a size that is no number', chunks('x\r\nok\r\n0\r\n\r\n')),
  broken('a negative size', chunks('-2\r\nok\r\n0\r\n\r\n')),
  broken('0x', chunks('0x2\r\nok\r\n0\r\n\r\n')),
  broken('a huge size', chunks('10000000000000002\r\nok\r\n0\r\n\r\n')),
  broken('LF behind the size', chunks('2\nok\r\n0\r\n\r\n')),
  broken('too much payload', chunks('2\r\nokay\r\n0\r\n\r\n')),
  broken('LF behind the payload', chunks('2\r\nok\n0\r\n\r\n')),
  broken('LF for the last line', chunks('2\r\nok\r\n0\r\n\n')),
  broken('a NUL in a trailer', chunks('2\r\nok\r\n0\r\nX-A: \0\r\n\r\n')),
  broken('an extension without end', chunks(`2;${'a'.repeat(20_000)}\r\nok\r\n0\r\n\r\n`)),
  cutShort('an end', chunks('2\r\nok\r\n0\r\n'), true)
]
