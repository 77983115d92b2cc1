/** Counts the bytes of answers' bodies, which Node tells nobody. */
import { ServerResponse } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { Http2ServerResponse } from 'node:http2'
import { passesBytes } from '@fastify-balancer/balancer'

/** `write` and `end` of all protocols and overloads. */
type Send = (this: unknown, chunk?: unknown, encoding?: unknown, callback?: unknown) => never

type Counted = ServerResponse & { bodyBytes?: number }

/** The answers of a server whose bodies are to be counted: a class costs them less than functions of their own. */
export class CountedResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  bodyBytes: number = 0
}

/** To be called before anything is written. Answers over HTTP/2, and to requests that ask for another protocol, are made by others. */
export function countBody (request: IncomingMessage, response: Counted): void {
  if (response.bodyBytes !== undefined) return
  response.bodyBytes = 0
  if (request.httpVersionMajor > 1) {
    // Its `end` hands the last chunk to `write`.
    response.write = write2
  } else {
    response.write = write1
    response.end = end1
  }
}

/** How many there are so far; 0: nobody counts them. */
export function bodyBytesOf (response: Counted): number {
  return response.req.method === 'HEAD' ? 0 : response.bodyBytes ?? 0
}

const write1 = counting(ServerResponse.prototype.write as Send)
passesBytes(write1)
const end1 = counting(ServerResponse.prototype.end as Send)
const write2 = counting(Http2ServerResponse.prototype.write as Send)
CountedResponse.prototype.write = write1
CountedResponse.prototype.end = end1

function counting (send: Send): Send {
  return function sendCounted (this: unknown, chunk, encoding, callback) {
    (this as Counted).bodyBytes! += lengthOf(chunk, encoding)
    return send.call(this, chunk, encoding, callback)
  }
}

function lengthOf (chunk: unknown, encoding: unknown): number {
  if (chunk instanceof Uint8Array) return chunk.length
  return typeof chunk === 'string' ? Buffer.byteLength(chunk, typeof encoding === 'string' ? encoding as BufferEncoding : 'utf8') : 0
}
