import t from 'tap'
import { fail } from '../src/account.ts'
import { candidates } from '../src/candidates.ts'
import { checkFailed, checkPassed, panics, unwatch, watch } from '../src/health.ts'
import { snapshotBalancer } from '../src/snapshot.ts'
import { formatStatus } from '../src/status.ts'
import type { BalancerInput, MemberInput } from '../src/validate.ts'
import { Cluster, nameOf } from './support/cluster.ts'

interface Ward {
  readonly cluster: Cluster
  /** Checks of a member: `+` passes, `-` fails. @returns its status after each */
  readonly check: (name: string, results: string) => string
  readonly told: string[]
}

/** A cluster whose members are checked, but for those whose hcmethod is NONE. */
function checked (members: Readonly<Record<string, MemberInput>>, parameters: BalancerInput = {}): Ward {
  const cluster = new Cluster(members, parameters)
  const told: string[] = []
  const { events } = cluster.balancers
  for (const member of cluster.balancer.members) if (member.hcmethod !== 'NONE') watch(member)
  events.on('unhealthy', (member, cause) => told.push(`${nameOf(member)} unhealthy: ${cause}`))
  events.on('healthy', member => told.push(`${nameOf(member)} healthy`))
  events.on('recovered', (member, cause) => told.push(`${nameOf(member)} recovered by ${cause}`))
  return {
    cluster,
    told,
    check (name, results) {
      const member = cluster.member(name)
      return [...results].map(result => {
        cluster.now += 1_000
        if (result === '+') checkPassed(member, cluster.now)
        else checkFailed(member, cluster.now, '500')
        return formatStatus(member.flags).trim()
      }).join(', ')
    }
  }
}

const hcmethod = 'GET'

t.test('so many failures in a row take a member out, and so many passes in a row bring it back', async t => {
  const { check, told } = checked({ A: { hcmethod, hcfails: 3, hcpasses: 2 }, B: {} })
  t.equal(check('A', '---'), 'Init Ok, Init Ok, Init HcFl')
  t.equal(check('A', '-++'), 'Init HcFl, Init HcFl, Init Ok')
  t.same(told, ['A unhealthy: 500', 'A healthy'])
})

t.test('the opposite result begins the count anew', async t => {
  const { cluster, check } = checked({ A: { hcmethod, hcfails: 2, hcpasses: 2 }, B: {} })
  t.equal(check('A', '-+-'), 'Init Ok, Init Ok, Init Ok')
  t.equal(cluster.member('A').health.fails, 1)
  t.equal(check('A', '-'), 'Init HcFl')
  t.equal(check('A', '+-+'), 'Init HcFl, Init HcFl, Init HcFl')
  t.equal(cluster.member('A').health.passes, 1)
  t.equal(check('A', '+'), 'Init Ok')
})

t.test('a member that failed a request comes back by its checks, and not by its retry', async t => {
  const { cluster, check, told } = checked({ A: { hcmethod, hcpasses: 2, retry: 1 }, B: {} })
  fail(cluster.member('A'), cluster.now, 'refused')
  cluster.now += 3_600_000
  t.equal(cluster.answers(3), 'B B B')
  t.equal(cluster.balancer.recheckAt, Infinity, 'nothing to look at')
  t.equal(check('A', '-++'), 'Init Err, Init Err, Init Ok')
  t.same(told, ['A recovered by check', 'A healthy'])
  t.equal(cluster.answers(2), 'A B')
})

t.test('when all are in error, forcerecovery takes those back too that are checked', async t => {
  const { cluster, told } = checked({ A: { hcmethod }, B: { hcmethod } })
  for (const member of cluster.balancer.members) fail(member, cluster.now, 'refused')
  t.equal(cluster.answers(1), 'A')
  t.same(told, ['A recovered by forced', 'B recovered by forced'])
})

t.test('other states stay as they are', async t => {
  const { check } = checked({ A: { hcmethod, status: '+DNHI' } })
  t.equal(check('A', '-+'), 'Init Ign Drn Dis Stby HcFl, Init Ign Drn Dis Stby')
})

t.test('a member that comes back starts slowly', async t => {
  const { cluster, check } = checked({ A: { hcmethod, slowstart: 10 }, B: {} })
  candidates(cluster.balancer, cluster.now, null)
  cluster.now += 60_000
  check('A', '-+')
  candidates(cluster.balancer, cluster.now, null)
  t.equal(cluster.member('A').weight, 10)
})

t.test('members that only fail their check serve when nobody else can', async t => {
  const { cluster, check } = checked({ A: { hcmethod }, B: { hcmethod }, C: { hcmethod, status: '+D' } })
  const panic = (): boolean => snapshotBalancer(cluster.balancer).panic
  check('A', '-')
  t.equal(cluster.answers(2), 'B B')
  t.equal(panic(), false)
  check('B', '-')
  t.equal(panic(), true)
  t.equal(cluster.answers(4), 'A B A B')
  check('B', '+')
  t.equal(panic(), false)
  t.equal(cluster.answers(2), 'B B')
})

t.test('one that is draining or in error is not somebody else; one that waits as standby is', async t => {
  for (const [status, answers] of [['+N', 'A'], ['+D', 'A'], ['+H', 'B'], ['+R', 'B']] as const) {
    const { cluster, check } = checked({ A: { hcmethod }, B: { status } })
    check('A', '-')
    t.equal(cluster.answers(1), answers, status)
  }
  const { cluster, check } = checked({ A: { hcmethod }, B: {} })
  check('A', '-')
  cluster.dead.add('B')
  t.equal(cluster.send().tried, 'B A', 'as soon as it is known')
})

t.test('one that is in error besides does not serve', async t => {
  const { cluster, check } = checked({ A: { hcmethod }, B: { hcmethod } })
  check('A', '-')
  check('B', '-')
  fail(cluster.member('A'), cluster.now, 'refused')
  t.equal(cluster.answers(2), 'B B')
})

t.test('a session stays with its member when nobody else can serve either', async t => {
  const members = { A: { hcmethod, route: 'a' }, B: { hcmethod, route: 'b' } }
  const { cluster, check } = checked(members, { stickysession: 'S' })
  check('A', '-')
  t.equal(cluster.answers(1, { cookie: 'S=1.a' }), 'B')
  check('B', '-')
  t.equal(cluster.answers(2, { cookie: 'S=1.a' }), 'A A')
  t.equal(cluster.answers(2, { learned: 'B' }), 'B B')
})

t.test('a member that was marked by hand and is not checked stays out', async t => {
  const { cluster } = checked({ A: { status: '+C' } })
  t.equal(panics(cluster.balancer), false)
  t.equal(cluster.answers(1), '-')
})

t.test('who is not checked any more does not fail its check, and comes back by its retry', async t => {
  const { cluster, check } = checked({ A: { hcmethod, retry: 1 }, B: {} })
  check('A', '-')
  unwatch(cluster.member('A'))
  t.equal(cluster.answers(2), 'A B')
  fail(cluster.member('A'), cluster.now, 'refused')
  cluster.now += 1_001
  t.equal(cluster.answers(2), 'A B')
})

t.test('a snapshot tells what the checks found out', async t => {
  const { cluster, check } = checked({ A: { hcmethod, hcfails: 5 } })
  check('A', '++-')
  const { health } = snapshotBalancer(cluster.balancer).members[0]!
  t.strictSame(health, {
    watched: true, passes: 0, fails: 1, passed: 2, failed: 1, checkedAt: cluster.now, passedAt: cluster.now - 1_000, cause: '500'
  })
  t.equal(cluster.member('A').errorTime, cluster.now)
  check('A', '+')
  t.match(snapshotBalancer(cluster.balancer).members[0], { health: { fails: 0, passed: 3, cause: '' } })
})
