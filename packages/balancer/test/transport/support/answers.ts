import { beginAnswer, createAnswer, endAnswer, readAnswer, dropHead } from '../../../src/transport/answer.ts'
import type { Flaw } from '../../../src/transport/flaws.ts'
import { moveHead, rawHeaders, reasonOf } from '../../../src/transport/head.ts'

/** What was understood of the bytes of one connection up to the end of the first answer. */
export interface Reading {
  interims: number[]
  status: number
  minor: number
  reason: string
  headers: string[]
  body: string
  /** The answer is whole: with these bytes, or with the end of the connection. */
  whole: boolean
  reusable: boolean
  /** Bytes that belong to the answer. */
  length: number
  flaw: Flaw | null
}

/** Reads an answer that arrives in these pieces, one behind the other in memory, as a connection does. */
export function readPieces (pieces: readonly Buffer[], { bodiless = false, upgradable = false, headLimit = 65_536, lineLimit = 65_536 } = {}): Reading {
  const reading: Reading = { interims: [], status: 0, minor: 0, reason: '', headers: [], body: '', whole: false, reusable: false, length: 0, flaw: null }
  const answer = createAnswer(headLimit, lineLimit)
  beginAnswer(answer, bodiless, upgradable)
  const block = Buffer.alloc(pieces.reduce((sum, piece) => sum + piece.length, 8))
  let from = 8
  let received = 0
  for (const piece of pieces) {
    piece.copy(block, from)
    const end = from + piece.length
    received += piece.length
    answer.at = from
    from = 8
    for (;;) {
      const event = readAnswer(answer, block, end)
      const { head } = answer
      if (event === 'flaw') {
        reading.flaw = answer.flaw
        dropHead(answer)
        return reading
      }
      if (event === 'more') {
        if (head !== null && !answer.headed) from = moveHead(head, 8, end)
        break
      }
      if (event === 'interim') {
        reading.interims.push(head!.status)
        dropHead(answer)
        continue
      }
      if (head !== null) {
        reading.status = head.status
        reading.minor = head.minor
        reading.reason = reasonOf(head)
        reading.headers = rawHeaders(head)
        dropHead(answer)
      }
      if (event === 'upgrade' || answer.done) {
        if (answer.done) reading.body += block.toString('latin1', answer.start, answer.end)
        reading.whole = true
        reading.reusable = answer.reusable && event !== 'upgrade'
        reading.length = received - (end - answer.at)
        return reading
      }
      reading.body += block.toString('latin1', answer.start, answer.end)
    }
  }
  dropHead(answer)
  reading.whole = endAnswer(answer)
  reading.length = received
  return reading
}

/** The same bytes cut in two at every place, and byte by byte. */
export function * everySplit (bytes: Buffer): Generator<Buffer[]> {
  for (let i = 1; i < bytes.length; i++) yield [bytes.subarray(0, i), bytes.subarray(i)]
  yield Array.from(bytes, (_byte, i) => bytes.subarray(i, i + 1))
}
