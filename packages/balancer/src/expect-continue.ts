import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { hasBody } from './body.ts'

type Server = FastifyInstance['server']

/** Whether a request goes to a member, so that the member is to say 100 Continue. */
export type Claim = (request: IncomingMessage) => boolean

const claimsOf = new WeakMap<Server, Claim[]>()

/** Requests whose client waits to be told to go on. */
const held = new WeakSet<IncomingMessage>()

/**
 * Leaves 100 Continue (RFC 9110 §10.1.1) to members. Node says it by itself as long as nobody listens for `checkContinue`;
 * an app that listens knows better what to do.
 */
export function claimContinue (server: Server, claim: Claim): void {
  const claims = claimsOf.get(server)
  if (claims !== undefined) {
    claims.push(claim)
    return
  }
  claimsOf.set(server, [claim])
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (server.listenerCount('checkContinue') > 1) return
    holdContinue(server, request, response)
    server.emit('request', request, response)
  })
}

/**
 * A client waits for 100 Continue. It is said at once, but for requests that go to a member: then as soon as anybody reads
 * the body, which is when a member asks for it. An answer that comes before closes the connection: nobody knows whether what
 * follows on it is the body or the next request.
 * @param server of the app that the request is for
 */
export function holdContinue (server: Server, request: IncomingMessage, response: ServerResponse): void {
  if (!hasBody(request)) return
  if (claimsOf.get(server)?.some(claim => claim(request)) !== true) {
    response.writeContinue()
    return
  }
  const { shouldKeepAlive } = response
  response.shouldKeepAlive = false
  held.add(request)
  request.once('resume', () => {
    held.delete(request)
    // Node reads what is left of a body behind the answer.
    if (response.headersSent) return
    response.shouldKeepAlive = shouldKeepAlive
    response.writeContinue()
  })
}

/** Whether the client waits to be told to go on. */
export function waitsForContinue (request: IncomingMessage): boolean {
  return held.has(request)
}
