/** All answers of the corpus, by theme. */
import type { AnswerCase } from '../support/answer-case.ts'
import { answerChunks } from './chunks.ts'
import { interim, keeping } from './connections.ts'
import { framing, withoutBody } from './framing.ts'
import { answerFields, statusLines } from './heads.ts'

export const answers: Readonly<Record<string, readonly AnswerCase[]>> = {
  framing,
  'without body': withoutBody,
  'status line': statusLines,
  fields: answerFields,
  chunks: answerChunks,
  interim,
  connections: keeping
}
