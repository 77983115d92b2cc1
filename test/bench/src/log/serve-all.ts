import { IncomingMessage } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import type { FastifyReply, RouteHandlerMethod } from 'fastify'

/** Takes note of requests. */
export interface Observer {
  /** Gets the head of each request and its answer to be. */
  readonly observe: (request: IncomingMessage, response: ServerResponse) => void
  /** What answers are made of: the access log may want to count their bytes. */
  readonly Response: typeof ServerResponse
  /** Gets each answer when it has ended. */
  readonly ended: (response: ServerResponse) => void
  /** Gets what Fastify makes of them; null: it does not ask for that. */
  readonly remember: ((reply: FastifyReply) => void) | null
}

/** Requests between two turns of the event loop: a busy server is handed several at once. */
const together = 10

/** Milliseconds until all lines are written, which may be gathered for a while. */
const settling = 60

const body = Buffer.alloc(1000, 'x')

/** Serves that many requests, from their heads to the ends of their answers, and tells the microseconds of CPU that one took, in all threads. */
export type Serve = (requests: number) => Promise<number>

export async function createServing (socket: Socket, { Response, observe, ended, remember }: Observer): Promise<Serve> {
  const fastify = Fastify()
  // Every server has one, for its limits: the log's is not the only one.
  fastify.addHook('onRequest', (_request, _reply, done) => { done() })
  if (remember !== null) {
    fastify.addHook('onRequest', (_request, reply, done) => {
      remember(reply)
      done()
    })
  }
  fastify.get('/shop/cart', answer)
  await fastify.ready()
  const { routing } = fastify

  /** Every server has one too, and knows then whether the connection is idle. */
  function onClose (this: ServerResponse): void {
    ended(this)
  }

  function serve (): void {
    const request = new IncomingMessage(socket)
    request.method = 'GET'
    request.url = '/shop/cart?item=4711'
    request.httpVersionMajor = 1
    request.httpVersion = '1.1'
    request.headers = { host: 'shop.example', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)', referer: 'https://shop.example/' }
    const response = new Response(request)
    response.on('close', onClose)
    observe(request, response)
    routing(request, response)
  }

  return async requests => {
    const start = process.cpuUsage()
    for (let i = 0; i < requests; i += together) {
      for (let j = 0; j < together; j++) serve()
      await turn()
    }
    await sleep(settling)
    const { user, system } = process.cpuUsage(start)
    return (user + system) / requests
  }
}

/** As a proxy does, which hands on a head, then a body. */
const answer: RouteHandlerMethod = (_request, reply) => {
  reply.hijack()
  reply.raw.writeHead(200, { 'content-length': body.length })
  reply.raw.write(body)
  reply.raw.end()
  reply.raw.emit('close')
}
