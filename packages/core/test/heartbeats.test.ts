import t from 'tap'
import { Balancers } from '../src/balancers.ts'

const now = Date.UTC(2026, 0, 1)

function beat (address: string, port: number | null = null, ready = 1): { address: string, port: number | null, ready: number, busy: number } {
  return { address, port, ready, busy: 1 }
}

function create (): { balancers: Balancers, told: string[], names: () => string } {
  const balancers = new Balancers(() => '')
  const told: string[] = []
  balancers.events.on('heartbeatHeard', ({ server }) => told.push(`heard ${server}`))
  balancers.events.on('heartbeatLost', ({ server, at }) => told.push(`lost ${server}, last heard ${(at - now) / 1000} s`))
  return { balancers, told, names: () => [...balancers.heartbeats].map(({ server, ready }) => `${server} ${ready}`).join(', ') }
}

t.test('a server is known by its address, and by its port when it gives one', async t => {
  const { balancers: { heartbeats }, names } = create()
  heartbeats.hear(beat('10.0.0.1', null, 1), now, now)
  heartbeats.hear(beat('10.0.0.1', 8080, 2), now, now)
  heartbeats.hear(beat('::1', 8080, 3), now, now)
  heartbeats.hear(beat('::1:8080', null, 4), now, now)
  t.equal(names(), '10.0.0.1 1, 10.0.0.1:8080 2, [::1]:8080 3, ::1:8080 4')
  const find = (hostname: string, port: number): number | undefined => heartbeats.find({ hostname, port })?.ready
  t.equal(find('10.0.0.1', 80), 1)
  t.equal(find('10.0.0.1', 8080), 2)
  t.equal(find('::1', 8080), 3)
  t.equal(find('::1', 80), undefined)
  t.equal(find('localhost', 80), undefined)
})

t.test('the newest heartbeat counts, and none that is ten seconds old', async t => {
  const { balancers: { heartbeats }, names } = create()
  heartbeats.hear(beat('10.0.0.1', null, 1), now - 10_000, now)
  t.equal(names(), '')
  heartbeats.hear(beat('10.0.0.1', null, 2), now - 1_000, now)
  heartbeats.hear(beat('10.0.0.1', null, 3), now - 2_000, now)
  t.equal(names(), '10.0.0.1 2')
  heartbeats.hear(beat('10.0.0.1', null, 4), now - 1_000, now)
  t.equal(names(), '10.0.0.1 4')
})

t.test('there is room for so many servers', async t => {
  const { balancers: { heartbeats }, names } = create()
  t.equal(heartbeats.maxServers, 10)
  heartbeats.maxServers = 1
  t.equal(heartbeats.hear(beat('10.0.0.1', null, 1), now, now), true)
  t.equal(heartbeats.hear(beat('10.0.0.2', null, 1), now, now), false)
  t.equal(heartbeats.hear(beat('10.0.0.1', null, 2), now, now), true)
  t.equal(names(), '10.0.0.1 2')
})

t.test('a server is lost after ten seconds and forgotten after thirty, and each change is told once', async t => {
  const { balancers: { heartbeats }, told, names } = create()
  heartbeats.hear(beat('10.0.0.1'), now, now)
  heartbeats.hear(beat('10.0.0.2'), now, now)
  heartbeats.hear(beat('10.0.0.2'), now + 5_000, now + 5_000)
  heartbeats.check(now + 9_999)
  t.same(told.splice(0), ['heard 10.0.0.1', 'heard 10.0.0.2'])
  for (const after of [10_000, 11_000]) heartbeats.check(now + after)
  t.same(told.splice(0), ['lost 10.0.0.1, last heard 0 s'])
  heartbeats.hear(beat('10.0.0.1'), now + 12_000, now + 12_000)
  t.same(told.splice(0), ['heard 10.0.0.1'])
  heartbeats.check(now + 41_999)
  t.same(told.splice(0), ['lost 10.0.0.1, last heard 12 s', 'lost 10.0.0.2, last heard 5 s'])
  t.equal(names(), '10.0.0.1 1')
  heartbeats.check(now + 42_000)
  t.equal(names(), '')
  heartbeats.hear(beat('10.0.0.1'), now + 43_000, now + 43_000)
  t.same(told, ['heard 10.0.0.1'])
})
