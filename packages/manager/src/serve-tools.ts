import { findSession } from '@fastify-balancer/core'
import type { Balancers } from '@fastify-balancer/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readFormData } from './form-data.ts'
import { renderTools } from './page/tools.ts'

/** The frame of the page that finds sessions and leads to other formats. Ids travel by POST: a session's id opens it, so it stands in no address and no log. */
export function serveTools (scope: FastifyInstance, base: string, balancers: Balancers): void {
  scope.route({
    method: ['GET', 'POST'],
    url: `${base}/tools`,
    handler: function showTools (request: FastifyRequest, reply: FastifyReply) {
      const id = readFormData(String(request.body ?? '')).get('session')?.trim() ?? ''
      const now = Date.now()
      const found = [...balancers].flatMap(balancer => {
        const session = id === '' ? null : findSession(balancers, balancer, id, now)
        return session === null ? [] : [{ balancer: balancer.name, session }]
      })
      const own = `${scope.prefix}${base}`
      reply.type('text/html; charset=utf-8').send(renderTools({ base: own, uri: own || '/', asked: id === '' ? null : id, found, now }))
    }
  })
}
