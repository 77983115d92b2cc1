import { Readable } from 'node:stream'
import type { IncomingMessage } from 'node:http'

/**
 * A request's body that can be sent again: whole after a refused connection, which took none of it, and as long as no more
 * than its limit of it was sent after a later failure. It touches the client's request only when somebody reads, because a
 * stream that fails takes its source with it.
 */
export class RequestBody {
  readonly #raw: IncomingMessage
  readonly #keptAtMost: number
  #kept: Buffer[] = []
  #keptBytes = 0
  #ended = false
  #replayable = true

  /** @param keptAtMost bytes that are kept for a second try */
  constructor (raw: IncomingMessage, keptAtMost: number) {
    this.#raw = raw
    this.#keptAtMost = keptAtMost
  }

  /** Whether `open` would still give the whole body. */
  get replayable (): boolean {
    return this.#replayable
  }

  /** The body from its first byte. Only one may be open at a time. */
  open (onBytes: (count: number) => void): Readable {
    const raw = this.#raw
    const replay = [...this.#kept]
    let reading = false
    const onData = (chunk: Buffer): void => {
      this.#keep(chunk)
      onBytes(chunk.length)
      if (!stream.push(chunk)) raw.pause()
    }
    const onEnd = (): void => {
      this.#ended = true
      stream.push(null)
    }
    const stream: Readable = new Readable({
      read: () => {
        for (let chunk = replay.shift(); chunk !== undefined; chunk = replay.shift()) {
          onBytes(chunk.length)
          if (!stream.push(chunk)) return
        }
        if (this.#ended) {
          stream.push(null)
        } else if (reading) {
          raw.resume()
        } else {
          reading = true
          // It may have been paused when an attempt before failed.
          raw.on('data', onData).on('end', onEnd).resume()
        }
      },
      destroy (error, done) {
        raw.off('data', onData).off('end', onEnd)
        if (reading) raw.pause()
        done(error)
      }
    })
    return stream
  }

  #keep (chunk: Buffer): void {
    this.#keptBytes += chunk.length
    if (this.#keptBytes <= this.#keptAtMost) {
      this.#kept.push(chunk)
    } else {
      this.#replayable = false
      this.#kept = []
    }
  }
}

/** Whether a request carries a body: HTTP/1 says it by its framing (RFC 9112 §6.3), HTTP/2 by not ending the stream (RFC 9113 §8.1). */
export function hasBody (raw: IncomingMessage & { readonly stream?: { readonly endAfterHeaders: boolean } }): boolean {
  if (raw.stream !== undefined) return !raw.stream.endAfterHeaders
  return raw.headers['transfer-encoding'] !== undefined || Number(raw.headers['content-length'] ?? 0) > 0
}
