import { ServerResponse } from 'node:http'
import type { ReadBlock } from './read-block.ts'

/** What may stand in front of a response's `write`, as it is done with the bytes when it has passed them on. */
const passing = new WeakSet<ServerResponse['write']>([ServerResponse.prototype.write])

/**
 * Says of a function that takes the place of responses' `write` that it hands all bytes to the original at once and looks at
 * them no more: then long answers pass through it in memory that is used again, as without it.
 */
export function passesBytes (write: ServerResponse['write']): void {
  passing.add(write)
}

/**
 * Writes the pieces of an answer's body to the client. What the kernel takes at once the next piece may overwrite, so a long
 * answer passes through one block of memory for as long as its client keeps up.
 */
export class ClientWriter {
  readonly #response: ServerResponse
  readonly #onDrain: () => void
  /** The kernel has not taken all of it yet. */
  #waiting: ReadBlock | null = null
  /** Nobody stands in front of `write` who may look at the bytes later. */
  readonly #direct: boolean

  /** @param onDrain the client has taken what it had not when `write` said no */
  constructor (response: ServerResponse, onDrain: () => void) {
    this.#response = response
    this.#onDrain = () => {
      this.#waiting?.release()
      this.#waiting = null
      onDrain()
    }
    this.#direct = passing.has(response.write)
  }

  /** @returns whether there may be more at once */
  write (block: ReadBlock, start: number, end: number): boolean {
    const { socket } = this.#response
    if (!this.#direct || socket === null || socket.writableCorked > 0) return this.#outcome(this.#response.write(block.take(start, end)))
    const more = this.#response.write(block.bytes.subarray(start, end))
    // Node would send it at the end of this turn, when the block is another's already.
    socket.uncork()
    if (socket.writableLength === 0) return true
    block.keep()
    this.#waiting = block
    return this.#outcome(more)
  }

  #outcome (more: boolean): boolean {
    if (!more) this.#response.once('drain', this.#onDrain)
    return more
  }
}
