import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * Counts the requests in flight of an app that is not ready yet.
 * @returns tells how many there are
 */
export function countRequests (app: FastifyInstance): () => number {
  const open = new Set<FastifyReply>()
  app.addHook('onRequest', function begin (_request: FastifyRequest, reply: FastifyReply, next: () => void) {
    open.add(reply)
    next()
  })
  app.addHook('onResponse', function finish (_request: FastifyRequest, reply: FastifyReply, next: () => void) {
    open.delete(reply)
    next()
  })
  return () => {
    // Of a client that leaves no hook may tell, least of all when it has not read an earlier answer.
    for (const reply of open) if (reply.raw.destroyed || reply.request.raw.socket?.destroyed) open.delete(reply)
    return open.size
  }
}
