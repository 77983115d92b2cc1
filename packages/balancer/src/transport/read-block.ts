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

// What is shorter costs less to copy than the connection pays for another block.
const worthKeeping = 16_384

/** What a long answer is read into: a quarter of the reads, each of the memory of four. */
export const longBlockSize: number = 4 * blockSize

export class ReadBlock {
  readonly bytes: Buffer
  /** Where reads go. */
  readonly room: Buffer
  /** It has room for `longBlockSize` bytes. */
  readonly long: boolean
  readonly #store: BlockStore
  #lent = true
  #kept = false

  constructor (size: number, store: BlockStore) {
    this.bytes = Buffer.allocUnsafeSlow(headroom + size)
    this.room = this.bytes.subarray(headroom)
    this.long = size > blockSize
    this.#store = store
  }

  get kept (): boolean {
    return this.#kept
  }

  /** The bytes stay as they are until `release`. For a handler, while it is shown them. */
  keep (): void {
    this.#kept = true
  }

  /**
   * The bytes between `start` and `end`, to stay for as long as anybody needs them: a copy, or the block is kept. Who takes them
   * tells nobody when they are of no more use, so a block that is kept for them is not read into again.
   */
  take (start: number, end: number): Buffer {
    const bytes = this.bytes.subarray(start, end)
    if (bytes.length < worthKeeping) return Buffer.from(bytes)
    this.keep()
    return bytes
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
    if (!this.#lent && !this.#kept) this.#store.add(this)
  }
}

/** Blocks of one size that wait for use. */
class BlockStore {
  readonly #size: number
  // A fixed array with our own count: arrays that grow and shrink keep young objects alive in old tables.
  readonly #unused: ReadBlock[]
  #count = 0

  /** @param most blocks that wait; others are left to the garbage collector */
  constructor (size: number, most: number) {
    this.#size = size
    this.#unused = new Array<ReadBlock>(most)
  }

  take (): ReadBlock {
    return this.#count > 0 ? this.#unused[--this.#count]!.lend() : new ReadBlock(this.#size, this)
  }

  add (block: ReadBlock): void {
    if (this.#count < this.#unused.length) this.#unused[this.#count++] = block
  }
}

// 4 MiB each.
const blocks = new BlockStore(blockSize, 64)
const longBlocks = new BlockStore(longBlockSize, 16)

export function takeBlock (): ReadBlock {
  return blocks.take()
}

export function takeLongBlock (): ReadBlock {
  return longBlocks.take()
}
