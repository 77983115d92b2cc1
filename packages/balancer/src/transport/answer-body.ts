import { Readable } from 'node:stream'

/** What an answer's body needs of the request that it answers. */
export interface Source {
  readonly pause: () => void
  readonly resume: () => void
  readonly abort: () => void
}

/** The body of an answer: reads on when its reader wants more, gives the request up when its reader leaves. */
export class AnswerBody extends Readable {
  readonly #source: Source
  #ended = false

  constructor (source: Source) {
    super()
    this.#source = source
  }

  /** More of the body; `done`: this was all. */
  feed (bytes: Buffer, done: boolean): void {
    if (bytes.length > 0 && !this.push(bytes)) this.#source.pause()
    if (!done) return
    this.#ended = true
    this.push(null)
  }

  override _read (): void {
    this.#source.resume()
  }

  override _destroy (error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#ended) this.#source.abort()
    done(error)
  }
}
