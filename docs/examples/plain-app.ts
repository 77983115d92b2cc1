/** A plain Fastify app with three members, sticky sessions, the manager, and routes of its own. */
import cookie from '@fastify/cookie'
import balancer from '@fastify-balancer/balancer'
import manager from '@fastify-balancer/manager'
import sticky from '@fastify-balancer/sticky'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'

/** @param backends URLs of three backends */
export async function buildApp ([one, two, spare]: readonly [string, string, string]): Promise<FastifyInstance> {
  const app = Fastify()
  await app.register(cookie)
  await app.register(balancer, {
    balancers: {
      apicluster: {
        lbmethod: 'byrequests',
        stickysession: 'ROUTEID',
        members: [
          { url: one, route: 'api1' },
          { url: two, route: 'api2', loadfactor: 2 },
          { url: spare, route: 'api3', status: '+H' }
        ]
      }
    },
    proxyPass: [
      { path: '/api/internal', url: '!' },
      { path: '/api', url: 'balancer://apicluster' }
    ],
    proxyPassReverse: [{ path: '/api', url: 'balancer://apicluster' }]
  })
  await app.register(sticky)
  await app.register(manager, { path: '/balancer-manager', requireIp: ['127.0.0.1', '192.168.1.0/24'] })

  // Clients learn the route of their member, and again when they are moved to another one.
  app.addHook('onSend', async function teachRoute (request, reply) {
    const { balancerMember, balancerRouteChanged } = request
    if (balancerRouteChanged) reply.setCookie('ROUTEID', `.${balancerMember!.route}`, { path: '/', httpOnly: true, sameSite: 'lax' })
  })

  app.proxyPass('/shop', 'balancer://apicluster/shop')
  app.get('/one-off', (_request, reply) => reply.balance('apicluster', '/health'))
  app.get('/own', () => ({ served: 'by the app itself' }))
  return app
}
