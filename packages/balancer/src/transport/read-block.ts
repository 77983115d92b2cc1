import { maxHead } from './head.ts'

/**
 * Memory that members' answers are read into. A fresh block is dear, far more than copying what it holds, so blocks go
 * round: one stays with its connection and is read into again and again. A handler that cannot copy or finish in time may
 * keep the block; the connection then takes another.
 */

/** Free bytes in front of what is read, room to write a head right before a body where it lies. */
export const headroom = 1_024

/** Bytes that one read may bring; also the longest head, which must lie in one piece. */
export const blockSize: number = maxHead

// 4 MiB at most wait for use.
const maxUnused = 64

export class ReadBlock {
  readonly bytes: Buffer = Buffer.allocUnsafeSlow(headroom + blockSize)
  /** Where reads go. */
  readonly room: Buffer = this.bytes.subarray(headroom)
  #lent = true
  #kept = false

  get kept (): boolean {
    return this.#kept
  }

  /** The bytes stay as they are until `release`. For a handler, while it is shown them. */
  keep (): void {
    this.#kept = true
  }

  /** Whoever kept the block looks at its bytes no more. A block that is never released is left to the garbage collector. */
  release (): void {
    if (!this.#kept) return
    this.#kept = false
    this.#retire()
  }

  /** The connection reads into it no more. */
  giveBack (): void {
    this.#lent = false
    this.#retire()
  }

  /** To be called with a block that nobody has. */
  lend (): this {
    this.#lent = true
    return this
  }

  #retire (): void {
    if (!this.#lent && !this.#kept && unusedCount < maxUnused) unused[unusedCount++] = this
  }
}

// A fixed array with our own count: arrays that grow and shrink keep young objects alive in old tables.
const unused = new Array<ReadBlock>(maxUnused)
let unusedCount = 0

export function takeBlock (): ReadBlock {
  return unusedCount > 0 ? unused[--unusedCount]!.lend() : new ReadBlock()
}
