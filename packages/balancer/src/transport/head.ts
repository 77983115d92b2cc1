/**
 * A message's head as the scanner leaves it: where its parts are. Heads are used again, as each holds a few arrays; one is
 * kept for longer than a read only while it is incomplete.
 */

/** Longest head in bytes, all of it. */
export const maxHead = 65_536

/** Most header lines, folded ones counted. */
export const maxLines = 1024

/** What the scanner expects next. A request's head would differ in the states up to `reason` only. */
export const state = {
  beforeStatusLine: 0, afterFirstCr: 1, statusLine: 2, reason: 3, lineCr: 4, lineStart: 5, name: 6, beforeValue: 7, value: 8, fold: 9, lastCr: 10
} as const

/** Offsets count from `begin`. */
export interface Head {
  bytes: Buffer
  /** Where in `bytes` the head begins. */
  begin: number
  /** Bytes scanned; when the head is complete, its length with the empty line. */
  size: number
  status: number
  /** 0 or 1, of HTTP/1.x. */
  minor: number
  reasonStart: number
  reasonEnd: number
  /** Header lines found. */
  count: number
  readonly nameStart: Uint32Array
  readonly nameEnd: Uint32Array
  readonly valueStart: Uint32Array
  readonly valueEnd: Uint32Array
  state: (typeof state)[keyof typeof state]
  folds: number
}

const unused: Head[] = []
const empty = Buffer.alloc(0)

/** A head for the answer that begins at `begin`, to be given back with `releaseHead`. */
export function takeHead (bytes: Buffer, begin: number): Head {
  const head = unused.pop() ?? {
    bytes,
    begin,
    size: 0,
    status: 0,
    minor: 0,
    reasonStart: 0,
    reasonEnd: 0,
    count: 0,
    nameStart: new Uint32Array(maxLines),
    nameEnd: new Uint32Array(maxLines),
    valueStart: new Uint32Array(maxLines),
    valueEnd: new Uint32Array(maxLines),
    state: state.beforeStatusLine,
    folds: 0
  }
  head.bytes = bytes
  head.begin = begin
  head.size = 0
  head.status = 0
  head.count = 0
  head.state = state.beforeStatusLine
  head.folds = 0
  return head
}

/** Moves an incomplete head, which ends at `end`, to `to`. @returns where it ends then */
export function moveHead (head: Head, to: number, end: number): number {
  head.bytes.copyWithin(to, head.begin, end)
  const moved = head.begin - to
  head.begin = to
  return end - moved
}

/** Nobody reads this head any more. */
export function releaseHead (head: Head): void {
  head.bytes = empty
  unused.push(head)
}

/** The reason phrase as latin1; empty when there is none. */
export function reasonOf (head: Head): string {
  return head.bytes.toString('latin1', head.begin + head.reasonStart, head.begin + head.reasonEnd)
}

/** Names and values in turn, as latin1: each byte is one character, written as latin1 it is the same byte again. */
export function rawHeaders (head: Head): string[] {
  const { count, nameStart, nameEnd, valueStart, valueEnd } = head
  const text = head.bytes.toString('latin1', head.begin, head.begin + head.size)
  const headers = new Array<string>(count * 2)
  for (let i = 0; i < count; i++) {
    headers[i * 2] = text.slice(nameStart[i], nameEnd[i])
    headers[i * 2 + 1] = text.slice(valueStart[i], valueEnd[i])
  }
  return headers
}
