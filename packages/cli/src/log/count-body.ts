/** Counts the bytes of an answer's body, which Node tells nobody. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** @returns tells how many there are so far */
export function countBody (request: IncomingMessage, response: ServerResponse): () => number {
  if (request.method === 'HEAD') return () => 0
  let bytes = 0
  for (const method of ['write', 'end'] as const) {
    const original = response[method]
    Reflect.set(response, method, function countChunk (this: ServerResponse, ...args: unknown[]): unknown {
      const [chunk] = args
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) bytes += Buffer.byteLength(chunk)
      return Reflect.apply(original, this, args)
    })
  }
  return () => bytes
}
