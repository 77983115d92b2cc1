import type { Flaw } from './flaws.ts'
import type { Head } from './head.ts'

/** Tells from an answer's head how the answer ends (RFC 9112 §6.3). */
export interface Framing {
  /** Bytes of the body; Infinity: it ends with the connection. */
  length: number
  /** The body is chunked; `length` means nothing then. */
  chunked: boolean
  /** The connection may carry another request when this answer is over. */
  reusable: boolean
  /** How long it may then wait for one, in milliseconds: a little less than the member says in Keep-Alive. */
  patience: number
}

const COMMA = 44
const EQUALS = 61

// A request that leaves just before the member's own limit would meet a closing connection.
const margin = 1_000

// More digits than any length has, fewer than a double holds exactly.
const maxDigits = 15

/**
 * @param framing is filled in
 * @param bodiless the request was HEAD: no body follows, whatever the head says
 * @returns what makes the end of the answer uncertain: where one reader could see another end than we do, none is taken
 */
export function readFraming (head: Head, bodiless: boolean, framing: Framing): Flaw | null {
  const { bytes, begin, count, nameStart, nameEnd, valueStart, valueEnd } = head
  let length = -1
  let codings = 0
  // HTTP/1.0 keeps no connection, not even with keep-alive: neither does httpd.
  framing.reusable = head.minor === 1
  framing.patience = Infinity
  for (let i = 0; i < count; i++) {
    const name = begin + nameStart[i]!
    const value = begin + valueStart[i]!
    const end = begin + valueEnd[i]!
    switch (nameEnd[i]! - nameStart[i]!) {
      case 10:
        if (isWord(bytes, name, 'connection')) {
          if (findWord(bytes, value, end, 'close') !== -1) framing.reusable = false
        } else if (isWord(bytes, name, 'keep-alive')) {
          framing.patience = readPatience(bytes, value, end)
        }
        break
      case 14: {
        if (!isWord(bytes, name, 'content-length')) break
        const found = readLength(bytes, value, end)
        // RFC 9112 §6.3: repeated, it may be taken if all are equal. A list in one line has no such number.
        if (found === -1 || (length !== -1 && length !== found)) return 'contentLength'
        length = found
        break
      }
      case 17:
        if (!isWord(bytes, name, 'transfer-encoding')) break
        // HTTP/1.0 has none (RFC 9112 §6.1).
        if (++codings > 1 || head.minor === 0 || end - value !== 7 || !isWord(bytes, value, 'chunked')) return 'transferEncoding'
        break
    }
  }
  if (codings === 1 && length !== -1) return 'twoFramings'
  framing.chunked = false
  framing.length = 0
  if (bodiless || head.status === 204 || head.status === 304) return null
  framing.chunked = codings === 1
  framing.length = length === -1 ? Infinity : length
  if (length === -1 && codings === 0) framing.reusable = false
  return null
}

/** Whether `word`, in lower case, stands at `at` in any case. */
function isWord (bytes: Buffer, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    if ((bytes[at + i]! | 0x20) !== word.charCodeAt(i)) return false
  }
  return true
}

/** @returns where `word` ends as an item, or as the name of an item, of a comma-separated list; -1: it does not occur */
function findWord (bytes: Buffer, start: number, end: number, word: string): number {
  for (let i = start; i < end; i++) {
    while (isBlank(bytes[i]!)) i++
    const after = i + word.length
    if (after <= end && isWord(bytes, i, word) && (after === end || bytes[after] === COMMA || bytes[after] === EQUALS || isBlank(bytes[after]!))) return after
    while (i < end && bytes[i] !== COMMA) i++
  }
  return -1
}

/** `timeout=N` of a Keep-Alive header, in seconds there. */
function readPatience (bytes: Buffer, start: number, end: number): number {
  const after = findWord(bytes, start, end, 'timeout')
  if (after === -1 || bytes[after] !== EQUALS) return Infinity
  let stop = after + 1
  while (stop < end && bytes[stop] !== COMMA && !isBlank(bytes[stop]!)) stop++
  const seconds = readLength(bytes, after + 1, stop)
  return seconds === -1 ? Infinity : Math.max(seconds * 1_000 - margin, 1)
}

function isBlank (byte: number): boolean {
  return byte === 32 || byte === 9
}

/** @returns the number, or -1 when it is none */
function readLength (bytes: Buffer, start: number, end: number): number {
  if (end === start || end - start > maxDigits) return -1
  let length = 0
  for (let i = start; i < end; i++) {
    const digit = bytes[i]! - 48
    if (digit < 0 || digit > 9) return -1
    length = length * 10 + digit
  }
  return length
}
