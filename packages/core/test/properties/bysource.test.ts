import fc from 'fast-check'
import t from 'tap'
import { dice } from '../../src/index.ts'
import { factor, factors, named, seeded } from '../support/arbitraries.ts'
import { Cluster } from '../support/cluster.ts'

const clients = Array.from({ length: 300 }, (_, i) => `2001:db8::${i.toString(16)}`)

/** A bound that nothing reaches while nothing is in flight, unless told otherwise. */
function cluster (loadfactors: readonly number[], loadbound: number = 100): Cluster {
  return new Cluster(named(loadfactors.map(loadfactor => ({ loadfactor }))), { lbmethod: 'bysource', loadbound, growth: 1 })
}

/** Who serves each of the clients, while nothing is in flight. */
function homes (cluster: Cluster): string[] {
  return clients.map(source => cluster.send({ source }).tried)
}

t.test('nobody is elected beyond its bound: loadbound times its share of the requests in flight, rounded up', async t => {
  // Such bounds are exact in binary, so that the test can be, too.
  const bound = fc.constantFrom(1, 1.125, 1.25, 1.5, 2)
  const turns = fc.array(fc.record({ client: fc.nat(20), ends: fc.boolean(), which: fc.nat() }), { maxLength: 200, size: 'max' })
  fc.assert(fc.property(factors, bound, turns, (loadfactors, loadbound, turns) => {
    const all = cluster(loadfactors, loadbound)
    const { members } = all.balancer
    const weight = members.reduce((sum, member) => sum + member.weight, 0)
    const inFlight: Array<() => void> = []
    for (const { client, ends, which } of turns) {
      if (ends && inFlight.length > 0) inFlight.splice(which % inFlight.length, 1)[0]!()
      const request = all.start({ source: clients[client]! })
      inFlight.push(request.finish)
      const { member } = request.election
      if (member === null || member.busy > Math.ceil(loadbound * inFlight.length * member.weight / weight)) return false
    }
    return true
  }), seeded)
  t.pass('for all factors, bounds and histories')
})

t.test('when a member goes, its clients move and nobody else', async t => {
  fc.assert(fc.property(factors, fc.nat(), (loadfactors, which) => {
    const all = cluster(loadfactors)
    const gone = String.fromCharCode(65 + which % loadfactors.length)
    const before = homes(all)
    all.set(gone, { status: '+D' })
    return homes(all).every((home, i) => home === before[i] ? home !== gone : before[i] === gone)
  }), { ...seeded, numRuns: 30 })
  t.pass('for all factors')
})

t.test('when a member comes, clients move to it and to nobody else', async t => {
  fc.assert(fc.property(factors, factor, (loadfactors, loadfactor) => {
    const before = homes(cluster(loadfactors))
    const added = String.fromCharCode(65 + loadfactors.length)
    return homes(cluster([...loadfactors, loadfactor])).every((home, i) => home === before[i] || home === added)
  }), { ...seeded, numRuns: 30 })
  t.pass('for all factors')
})

t.test('when a factor grows, clients move to that member and to nobody else', async t => {
  fc.assert(fc.property(factors, fc.nat(), (loadfactors, which) => {
    const all = cluster(loadfactors)
    const grown = which % loadfactors.length
    const before = homes(all)
    const name = String.fromCharCode(65 + grown)
    all.set(name, { loadfactor: Math.min(loadfactors[grown]! * 2, 100) })
    return homes(all).every((home, i) => home === before[i] || home === name)
  }), { ...seeded, numRuns: 30 })
  t.pass('for all factors')
})

t.test('of ten thousand clients a member has its share, within five standard deviations', async t => {
  const count = 10_000
  fc.assert(fc.property(factors, fc.nat(), (loadfactors, seed) => {
    const all = cluster(loadfactors)
    const { members } = all.balancer
    const weight = members.reduce((sum, member) => sum + member.weight, 0)
    const random = dice(seed)
    for (let i = 0; i < count; i++) all.send({ source: `10.${Math.floor(random() * 2 ** 24)}` })
    return members.every(member => {
      const share = member.weight / weight
      return Math.abs(member.elected - count * share) <= 5 * Math.sqrt(count * share * (1 - share))
    })
  }), { ...seeded, numRuns: 20 })
  t.pass('for all factors')
})
