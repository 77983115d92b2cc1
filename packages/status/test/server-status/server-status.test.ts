import balancer from '@fastify-balancer/balancer'
import Fastify from 'fastify'
import t from 'tap'
import serverStatus from '../../src/index.ts'

t.test('the page begins with the name of the server', async t => {
  const app = Fastify()
  t.after(() => app.close())
  app.register(balancer)
  app.register(serverStatus)
  t.equal((await app.inject('/server-status?auto')).body, 'localhost\n')
})
