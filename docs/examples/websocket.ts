/** WebSocket and Socket.IO through a balancer: clients that begin by polling stay with their member when they change over. */
import balancer from '@fastify-balancer/balancer'
import sticky from '@fastify-balancer/sticky'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'

/**
 * @param backends URLs of the members
 * @param secret at least 32 characters
 */
export async function buildApp (backends: readonly string[], secret: string): Promise<FastifyInstance> {
  const app = Fastify()
  await app.register(balancer, {
    balancers: {
      chat: {
        routecookie: 'NODE',
        // The clients of a member that is disabled come back within a minute, not all at once.
        drainwindow: 60,
        members: backends.map(url => ({ url, upgrade: 'websocket' }))
      }
    },
    proxyPass: [{ path: '/socket.io', url: 'balancer://chat/socket.io' }]
  })
  await app.register(sticky, { secret })
  return app
}
