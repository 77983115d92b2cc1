/** Our plugins in an app, with everything on that a balancer of sessions has. */
import balancer from '@fastify-balancer/balancer'
import sticky from '@fastify-balancer/sticky'
import Fastify from 'fastify'

const [port, a, b] = process.argv.slice(2).map(Number)

const app = Fastify()
await app.register(balancer, {
  balancers: {
    shop: {
      stickysession: 'JSESSIONID|jsessionid',
      members: [{ url: `http://127.0.0.1:${a}`, route: 'a' }, { url: `http://127.0.0.1:${b}`, route: 'b' }]
    }
  },
  proxyPass: [{ path: '/', url: 'balancer://shop/' }],
  proxyPassReverse: [{ path: '/', url: 'balancer://shop/' }],
  proxyPassReverseCookiePath: [{ internal: '/internal', public: '/' }]
})
await app.register(sticky)
await app.listen({ port: port!, host: '127.0.0.1' })
