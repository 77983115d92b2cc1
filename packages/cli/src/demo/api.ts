/** An API whose sessions live in its own memory: what session affinity is for. */
import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'

/**
 * Answers how often a session has called.
 * @param name of this server; also the route that its session ids end in
 */
export async function createApi (name: string): Promise<FastifyInstance> {
  const visits = new Map<string, number>()
  // ProxyPass /api balancer://apicluster/ joins without removing slashes: /api/ arrives as //.
  const fastify = Fastify({ routerOptions: { ignoreDuplicateSlashes: true } })
  await fastify.register(cookie)
  fastify.get('/', (request, reply) => {
    const known = request.cookies.SESSIONID
    const session = known !== undefined && visits.has(known) ? known : `${randomUUID()}.${name}`
    const count = (visits.get(session) ?? 0) + 1
    visits.set(session, count)
    reply.setCookie('SESSIONID', session, { path: '/', httpOnly: true, sameSite: 'lax' })
    return { server: name, session, visits: count }
  })
  return fastify
}
