import fc from 'fast-check'
import t from 'tap'
import { flag, isUsable } from '../../src/index.ts'
import type { BalancerInput, MemberInput } from '../../src/index.ts'
import { lbMethods, member, named, seeded } from '../support/arbitraries.ts'
import { Cluster } from '../support/cluster.ts'
import { moves, Story } from '../support/story.ts'

const members = fc.array(member, { minLength: 1, maxLength: 6 })
const parameters = fc.record({ lbmethod: fc.constantFrom(...lbMethods), loadbound: fc.constantFrom(1, 1.25, 100), nofailover: fc.boolean() })

function story (members: MemberInput[], parameters: BalancerInput): Story {
  return new Story(new Cluster(named(members), { ...parameters, stickysession: 'S' }))
}

function sum (numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

for (const lbmethod of lbMethods) {
  t.test(`${lbmethod} elects usable members that were not tried, and draining ones for their sessions only`, async t => {
    let elections = 0
    fc.assert(fc.property(members, parameters, moves, (members, parameters, moves) => {
      const all = story(members, { ...parameters, lbmethod })
      for (const move of moves) {
        all.move(move)
        const { member, tried, reason } = all.election
        if (move[0] !== 'elect' || member === null) continue
        elections++
        const bySession = reason === 'route' || reason === 'redirect' || reason === 'learned'
        if (!isUsable(member.flags) || tried?.includes(member)) return false
        if ((member.flags & flag.N) !== 0 && !bySession) return false
      }
      return true
    }), seeded)
    t.ok(elections > 2_000, `${elections} elections`)
  })

  t.test(`${lbmethod} elects nobody only when no usable member is left but draining ones and spares`, async t => {
    let refusals = 0
    fc.assert(fc.property(members, parameters, moves, (members, parameters, moves) => {
      const all = story(members, { ...parameters, lbmethod, nofailover: false })
      for (const move of moves) {
        all.move(move)
        const { member, tried } = all.election
        if (move[0] !== 'elect' || member !== null) continue
        refusals++
        const left = all.cluster.balancer.members.filter(each => isUsable(each.flags) && !tried?.includes(each))
        if (left.some(({ flags }) => (flags & (flag.N | flag.R)) === 0)) return false
      }
      return true
    }), seeded)
    t.ok(refusals > 100, `${refusals} refusals`)
  })
}

t.test('elections move credit between members and make none', async t => {
  let moved = 0
  fc.assert(fc.property(members, parameters, moves, (members, parameters, moves) => {
    const all = story(members, parameters)
    for (const move of moves) {
      all.move(move)
      const loads = all.cluster.loads()
      if (sum(loads) !== 0) return false
      moved += loads.some(load => load !== 0) ? 1 : 0
    }
    return true
  }), seeded)
  t.ok(moved > 1_000, `${moved} times`)
})

t.test('a member is as busy as requests are in flight on it, and at last not at all', async t => {
  fc.assert(fc.property(members, parameters, moves, (members, parameters, moves) => {
    const all = story(members, parameters)
    const agree = (): boolean => all.cluster.balancer.members.every(({ busy }, i) =>
      busy === all.inFlight.filter(member => member === all.cluster.balancer.members[i]).length)
    for (const move of moves) {
      all.move(move)
      if (!agree()) return false
    }
    while (all.inFlight.length > 0) all.move(['finish', 0])
    return all.cluster.balancer.members.every(({ busy }) => busy === 0)
  }), seeded)
  t.pass('for all members and histories')
})

t.test('who was elected was elected for one reason', async t => {
  fc.assert(fc.property(members, parameters, moves, (members, parameters, moves) => {
    const all = story(members, parameters)
    for (const move of moves) all.move(move)
    return all.cluster.balancer.members.every(({ elected, electedBy }) => elected === sum(Object.values(electedBy)))
  }), seeded)
  t.pass('for all members and histories')
})
