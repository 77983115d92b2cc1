/** An app with a balancer of many members, one that forwards, and the manager's page of both. */
import type { AddressInfo } from 'node:net'
import balancer from '@fastify-balancer/balancer'
import manager from '@fastify-balancer/manager'
import Fastify from 'fastify'

const [members, backend] = process.argv.slice(2).map(Number)

const app = Fastify()
await app.register(balancer, {
  balancers: {
    many: { members: Array.from({ length: members! }, (_, i) => ({ url: `http://member-${i}.local`, route: `route-${i}` })) },
    one: { members: [{ url: `http://127.0.0.1:${backend}` }] }
  },
  proxyPass: [{ path: '/one', url: 'balancer://one' }]
})
await app.register(manager)
await app.listen({ port: 0, host: '127.0.0.1' })
process.send!((app.server.address() as AddressInfo).port)
process.once('disconnect', () => app.close())
