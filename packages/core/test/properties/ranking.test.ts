import fc from 'fast-check'
import t from 'tap'
import type { MemberInput } from '../../src/index.ts'
import { seeded, status } from '../support/arbitraries.ts'
import { Cluster } from '../support/cluster.ts'
import { moves, Story } from '../support/story.ts'
import type { Move } from '../support/story.ts'

/** So many that they are ranked, but for a few histories in which too many are in no state to be elected. */
const members = fc.array(fc.record({
  loadfactor: fc.constantFrom(1, 1, 2, 3.5),
  status: fc.oneof({ weight: 8, arbitrary: fc.constant('') }, status),
  lbset: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constant(1)),
  route: fc.constantFrom('', 'a', 'b'),
  slowstart: fc.constantFrom(0, 0, 10)
}), { minLength: 80, maxLength: 120, size: 'max' })

/** Mostly what changes no state, as then rankings last. */
const history = fc.array(fc.oneof(
  { weight: 40, arbitrary: fc.tuple(fc.constantFrom('elect', 'elect', 'finish', 'session', 'bytes'), fc.nat()) },
  { weight: 1, arbitrary: moves }
), { minLength: 100, maxLength: 300, size: 'max' }).map(parts => parts.flatMap(part => (typeof part[0] === 'string' ? [part] : part) as Move[]))

/** The story of that lbmethod, or of one that elects like it but is nothing that members can be ranked by. */
function story (members: MemberInput[], lbmethod: string, ranked: boolean): Story {
  const cluster = new Cluster(Object.fromEntries(members.map((each, i) => [`M${i}`, each])), { stickysession: 'S' })
  const method = cluster.balancers.lbMethod(lbmethod, 'test')
  const { order, ...looking } = method
  cluster.balancer.lbmethod = ranked ? method : looking
  return new Story(cluster)
}

for (const lbmethod of ['byrequests', 'bybusyness', 'bysessions', 'bytraffic']) {
  t.test(`${lbmethod} elects the same members whether they are ranked or looked at one by one`, async t => {
    const counts = { ranked: 0, elections: 0 }
    fc.assert(fc.property(members, history, (members, history) => {
      const one = story(members, lbmethod, true)
      const other = story(members, lbmethod, false)
      for (const move of history) {
        // Without the patience that balancers have.
        one.cluster.balancer.looks = Infinity
        one.move(move)
        other.move(move)
        if (one.election.member?.url !== other.election.member?.url) return false
        if (other.cluster.balancer.ranking !== null) return false
        counts.elections++
        if (one.cluster.balancer.ranking !== null) counts.ranked++
      }
      t.same(one.cluster.loads(), other.cluster.loads())
      t.equal(one.cluster.balancer.ranking, null, 'who wants to know ends the ranking')
      return true
    }), { ...seeded, numRuns: 40 })
    t.ok(counts.ranked > counts.elections / 3, `${counts.ranked} of ${counts.elections} times`)
  })
}
