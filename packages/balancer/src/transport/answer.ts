import { beginChunks, createChunkReader, readChunks } from './chunk-reader.ts'
import type { ChunkReader } from './chunk-reader.ts'
import type { Flaw } from './flaws.ts'
import { readFraming } from './framing.ts'
import type { Framing } from './framing.ts'
import { scanHead } from './head-scanner.ts'
import { releaseHead, takeHead } from './head.ts'
import type { Head } from './head.ts'

// So many 1xx answers are too many, as in httpd: the last of them is passed on.
const maxInterim = 10

/** How one answer is read from bytes as they come. It knows no socket: a connection feeds it and asks what came. */
export interface Answer extends Framing {
  bodiless: boolean
  upgradable: boolean
  headLimit: number
  lineLimit: number
  /** The head that is being scanned or was just found. */
  head: Head | null
  /** The final head was found. */
  headed: boolean
  interims: number
  readonly chunks: ChunkReader
  /** What a `head` or `data` event brings: a part of the body, perhaps empty, and whether the answer ends with it. */
  start: number
  end: number
  done: boolean
  /** The first byte that was not looked at. */
  at: number
  /** After a `flaw` event. */
  flaw: Flaw | null
}

/** `more`: nothing to tell until more bytes come. `upgrade`: what follows at `at` is no HTTP. */
export type AnswerEvent = 'more' | 'interim' | 'head' | 'data' | 'upgrade' | 'flaw'

export function createAnswer (headLimit: number, lineLimit: number): Answer {
  return {
    bodiless: false,
    upgradable: false,
    headLimit,
    lineLimit,
    head: null,
    headed: false,
    interims: 0,
    chunks: createChunkReader(),
    length: 0,
    chunked: false,
    reusable: false,
    patience: Infinity,
    start: 0,
    end: 0,
    done: false,
    at: 0,
    flaw: null
  }
}

/**
 * An answer is expected.
 * @param bodiless the request is HEAD
 * @param upgradable the request asks for an upgrade
 */
export function beginAnswer (answer: Answer, bodiless: boolean, upgradable: boolean): void {
  answer.bodiless = bodiless
  answer.upgradable = upgradable
  answer.headed = false
  answer.interims = 0
  answer.done = false
  answer.flaw = null
}

/**
 * Reads on, from `answer.at` up to `end`, until there is something to tell. A head must lie in one piece: after `more`,
 * as long as `answer.head` is there, its bytes must stay and new ones follow them.
 */
export function readAnswer (answer: Answer, bytes: Buffer, end: number): AnswerEvent {
  if (answer.interims === maxInterim) return fail(answer, 'interim')
  if (answer.at === end) return 'more'
  if (answer.headed) {
    const flaw = readBody(answer, bytes, end)
    return flaw === null ? 'data' : fail(answer, flaw)
  }
  const head = answer.head ??= takeHead(bytes, answer.at)
  const result = scanHead(head, end, answer.headLimit, answer.lineLimit)
  if (result !== 'complete') {
    answer.at = end
    return result === 'more' ? 'more' : fail(answer, result)
  }
  answer.at = head.begin + head.size
  if (head.status < 200) {
    if (head.status === 101) return answer.upgradable ? 'upgrade' : fail(answer, 'upgrade')
    answer.interims++
    return 'interim'
  }
  answer.headed = true
  const flaw = readFraming(head, answer.bodiless, answer) ?? beginBody(answer, bytes, end)
  return flaw === null ? 'head' : fail(answer, flaw)
}

/** The member sends nothing more. @returns whether the answer is whole that way */
export function endAnswer (answer: Answer): boolean {
  return answer.headed && !answer.chunked && answer.length === Infinity
}

/** Bytes of the body that are still to come; Infinity: nobody knows. */
export function expectedOf ({ headed, done, chunked, length }: Answer): number {
  if (!headed || done) return 0
  return chunked ? Infinity : length
}

/** The head of the last event is of no more use. */
export function dropHead (answer: Answer): void {
  if (answer.head !== null) releaseHead(answer.head)
  answer.head = null
}

function beginBody (answer: Answer, bytes: Buffer, end: number): Flaw | null {
  if (answer.chunked) beginChunks(answer.chunks)
  return readBody(answer, bytes, end)
}

function readBody (answer: Answer, bytes: Buffer, end: number): Flaw | null {
  if (answer.chunked) {
    const { chunks } = answer
    const result = readChunks(chunks, bytes, answer.at, end)
    if (result !== 'more' && result !== 'complete') return result
    answer.start = chunks.start
    answer.end = chunks.end
    answer.at = chunks.at
    answer.done = result === 'complete'
    return null
  }
  answer.start = answer.at
  answer.end = answer.at = Math.min(end, answer.at + answer.length)
  answer.length -= answer.end - answer.start
  answer.done = answer.length === 0
  return null
}

function fail (answer: Answer, flaw: Flaw): 'flaw' {
  answer.flaw = flaw
  return 'flaw'
}
