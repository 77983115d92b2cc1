import { once } from 'node:events'
import { Balancers } from '@fastify-balancer/core'
import type { ServerHeartbeat } from '@fastify-balancer/core'
import t from 'tap'
import { shareHeartbeats } from '../src/share-heartbeats.ts'

t.test('what is heard here is told, what comes from elsewhere is not, and a loss is noticed by itself', async t => {
  const balancers = new Balancers(() => '')
  const told: string[] = []
  const hear = shareHeartbeats(balancers, ({ server }) => { told.push(server) })
  const heartbeat: ServerHeartbeat = { server: '10.0.0.1', address: '10.0.0.1', port: null, ready: 1, busy: 1, at: Date.now() }
  balancers.heartbeats.hear({ ...heartbeat, address: '10.0.0.2' }, Date.now(), Date.now())
  hear({ ...heartbeat, at: Date.now() - 9_900 })
  t.same(told, ['10.0.0.2'])
  t.same([...balancers.heartbeats].map(({ server }) => server), ['10.0.0.2', '10.0.0.1'])
  const alive = setTimeout(() => {}, 10_000)
  t.match(await once(balancers.events, 'heartbeatLost'), [{ server: '10.0.0.1' }])
  clearTimeout(alive)
})
