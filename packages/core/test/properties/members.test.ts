import fc from 'fast-check'
import t from 'tap'
import { begin, control, createElection, elect, finish } from '../../src/index.ts'
import type { BalancerMember } from '../../src/index.ts'
import { lbMethods, seeded } from '../support/arbitraries.ts'
import { Cluster } from '../support/cluster.ts'

const kinds = ['add', 'remove', 'elect', 'elect', 'elect', 'finish'] as const
const history = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat()), { maxLength: 80, size: 'max' })

function busy (members: readonly BalancerMember[]): number {
  return members.reduce((total, { busy }) => total + busy, 0)
}

t.test('members come and go: places, routes, requests in flight and the schedule are always in order', async t => {
  let removals = 0
  let elections = 0
  fc.assert(fc.property(fc.constantFrom(...lbMethods), history, (lbmethod, history) => {
    const { balancers, balancer, now } = new Cluster({ A: { route: 'a' }, B: { route: 'b' } }, { growth: 2, lbmethod, stickysession: 'S' })
    const inFlight: BalancerMember[] = []
    const known = new Set(balancer.members)
    let { version } = balancer
    for (const [kind, which] of history) {
      const member = balancer.members[which % Math.max(balancer.members.length, 1)]
      if (kind === 'add') {
        const url = `http://m${which % 6}`
        const refused = balancer.members.length === 4 || balancer.members.some(member => member.url === url)
        try {
          control(balancers, { balancer: 'test', add: { url, route: `m${which % 2}` } }, 'test', now)
          if (refused || balancer.version !== ++version) return false
        } catch {
          if (!refused) return false
        }
        balancer.members.forEach(member => known.add(member))
      } else if (kind === 'remove' && member !== undefined) {
        control(balancers, { balancer: 'test', remove: member.url }, 'test', now)
        removals++
        if (balancer.version !== ++version) return false
      } else if (kind === 'elect') {
        const election = createElection(null)
        election.route = [null, 'a', 'm0', 'm1'][which % 4]!
        const all = [...known]
        if (which % 3 === 0) election.learned = all[which % all.length]!
        const elected = elect(balancer, election, now)
        // No server's heartbeat is heard here.
        if (elected === null ? balancer.members.length > 0 && lbmethod !== 'heartbeat' : !balancer.members.includes(elected)) return false
        if (elected === null) continue
        elections++
        begin(elected, election.reason!)
        inFlight.push(elected)
      } else {
        inFlight.splice(which % (inFlight.length + 1), 1).forEach(finish)
      }
      const { members, routes } = balancer
      if (balancer.busy !== busy(members)) return false
      if ([...known].some(member => member.busy !== inFlight.filter(each => each === member).length)) return false
      if ([...known].some(member => member.removed === members.includes(member))) return false
      if ([...routes.values()].flat().length !== members.filter(({ route }) => route !== '').length) return false
      if (Math.abs(members.reduce((sum, { lbstatus }) => sum + lbstatus, 0)) > 1e-6 && lbmethod === 'byrequests') return false
    }
    inFlight.forEach(finish)
    return busy([...known]) === 0 && balancer.busy === 0
  }), seeded)
  t.ok(removals > 500, `${removals} removals`)
  t.ok(elections > 2_000, `${elections} elections`)
})
