import { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { ClientWriter } from './client-writer.ts'
import type { ReadBlock } from './read-block.ts'

/** What an answer's body needs of the request that it answers. */
export interface Source {
  readonly pause: () => void
  readonly resume: () => void
  readonly abort: () => void
}

/**
 * The body of an answer: reads on when its reader wants more, gives the request up when its reader leaves. Where nobody
 * stands between it and the client's HTTP/1 response, its bytes go there from where they were read to.
 */
export class AnswerBody extends Readable {
  readonly #source: Source
  /** null: whoever reads the stream gets the bytes. */
  #writer: ClientWriter | null = null
  #ended = false

  constructor (source: Source) {
    super()
    this.#source = source
  }

  /** More of the body; `done`: this was all. */
  feed (block: ReadBlock, start: number, end: number, done: boolean): void {
    if (end > start && !this.#pass(block, start, end)) this.#source.pause()
    if (!done) return
    this.#ended = true
    this.push(null)
  }

  override pipe<T extends NodeJS.WritableStream> (to: T, options?: { end?: boolean }): T {
    if (!(to instanceof ServerResponse) || this.listenerCount('data') > 0) return super.pipe(to, options)
    for (let bytes = this.read() as Buffer | null; bytes !== null; bytes = this.read() as Buffer | null) to.write(bytes)
    this.#writer = new ClientWriter(to, () => this.#source.resume())
    if (options?.end !== false) this.once('end', () => to.end())
    this.resume()
    return to
  }

  override _read (): void {
    if (this.#writer === null) this.#source.resume()
  }

  override _destroy (error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#ended) this.#source.abort()
    done(error)
  }

  /** @returns whether there may be more at once */
  #pass (block: ReadBlock, start: number, end: number): boolean {
    return this.#writer === null ? this.push(block.take(start, end)) : this.#writer.write(block, start, end)
  }
}
