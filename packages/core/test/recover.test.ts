import t from 'tap'
import { fail } from '../src/account.ts'
import type { Log } from '../src/messages.ts'
import { forceRecovery, tryRecover } from '../src/recover.ts'
import { flag } from '../src/status.ts'
import type { BalancerInput, MemberInput } from '../src/validate.ts'
import { Cluster, nameOf } from './support/cluster.ts'

interface Ward {
  readonly cluster: Cluster
  readonly log: Log
  /** AH numbers. */
  readonly told: string[]
  /** Members taken back, and why. */
  readonly recovered: string[]
}

/** A cluster whose members have all failed just now. */
function failed (members: Readonly<Record<string, MemberInput>>, parameters: BalancerInput = {}): Ward {
  const cluster = new Cluster(members, parameters)
  const told: string[] = []
  const recovered: string[] = []
  for (const member of cluster.balancer.members) fail(member, cluster.now, 'refused')
  cluster.balancers.events.on('recovered', (member, cause) => recovered.push(`${nameOf(member)} ${cause}`))
  return { cluster, told, recovered, log: ({ ah }, ..._values) => { told.push(ah) } }
}

function inError (cluster: Cluster): string {
  return cluster.balancer.members.filter(({ flags }) => (flags & flag.E) !== 0).map(nameOf).join(' ')
}

t.test('a member that is not in error is left as it is', async t => {
  const cluster = new Cluster({ A: {}, B: { status: '+D' } })
  t.equal(tryRecover(cluster.member('A'), cluster.now, null), true)
  t.equal(tryRecover(cluster.member('B'), cluster.now, null), false)
  t.equal(cluster.member('A').retries, 0)
})

t.test('a member comes back when more than its retry has passed', async t => {
  const { cluster, log, told, recovered } = failed({ A: { retry: 5 } })
  const member = cluster.member('A')
  t.equal(tryRecover(member, cluster.now + 5_000, log), false)
  t.equal(member.retries, 0)
  t.equal(tryRecover(member, cluster.now + 5_001, log), true)
  t.equal(member.retries, 1)
  t.same(told, ['AH00933', 'AH00932'])
  t.same(recovered, ['A retry'])
})

t.test('with retry=0 a millisecond is enough', async t => {
  const { cluster } = failed({ A: { retry: 0 } })
  t.equal(tryRecover(cluster.member('A'), cluster.now, null), false)
  t.equal(tryRecover(cluster.member('A'), cluster.now + 1, null), true)
})

t.test('a stopped member does not come back', async t => {
  const { cluster, log, told } = failed({ A: { status: '+S' } })
  t.equal(tryRecover(cluster.member('A'), cluster.now + 1e9, log), false)
  t.equal(inError(cluster), 'A')
  t.same(told, ['AH03305'])
  t.equal(tryRecover(cluster.member('A'), cluster.now + 1e9, null), false)
})

t.test('a member that is told to ignore errors comes back at once', async t => {
  const { cluster, recovered } = failed({ A: {} })
  cluster.set('A', { status: '+I' })
  t.equal(tryRecover(cluster.member('A'), cluster.now, null), true)
  t.same(recovered, ['A ignore errors'])
})

t.test('a disabled member loses its error, but is not usable for that', async t => {
  const { cluster, recovered } = failed({ A: { status: '+D' } })
  t.equal(tryRecover(cluster.member('A'), cluster.now + 60_001, null), false)
  t.equal(inError(cluster), '')
  t.same(recovered, ['A retry'])
})

t.test('when all members are in error, all are taken back', async t => {
  const { cluster, log, told, recovered } = failed({ A: {}, B: { status: '+D' }, C: { status: '+S' } })
  forceRecovery(cluster.balancer, cluster.now, log)
  t.equal(inError(cluster), '')
  t.same(recovered, ['A forced', 'B forced', 'C forced'])
  t.same(told.filter(ah => ah === 'AH01165').length, 3)
  t.same(cluster.balancer.members.map(({ retries }) => retries), [1, 1, 1])
})

t.test('unless forcerecovery is off', async t => {
  const { cluster, recovered } = failed({ A: {}, B: {} }, { forcerecovery: 'Off' })
  forceRecovery(cluster.balancer, cluster.now, null)
  t.equal(inError(cluster), 'A B')
  t.same(recovered, [])
})

t.test('one member that is not in error prevents it, even a disabled, failing or draining one', async t => {
  for (const status of ['+D', '+C', '+N', '+S', '+H']) {
    const cluster = new Cluster({ A: {}, B: { status } })
    fail(cluster.member('A'), cluster.now, 'refused')
    forceRecovery(cluster.balancer, cluster.now, null)
    t.equal(inError(cluster), 'A', status)
  }
})

t.test('a member whose retry has passed is enough: the others stay in error', async t => {
  const { cluster, recovered } = failed({ A: { retry: 60 }, B: { retry: 1 }, C: { retry: 1 } })
  forceRecovery(cluster.balancer, cluster.now + 2_000, null)
  t.equal(inError(cluster), 'A C')
  t.same(recovered, ['B retry'])
})

t.test('a balancer without members has nobody to take back', async t => {
  const cluster = new Cluster({})
  cluster.balancers.events.on('recovered', () => t.fail('there is nobody'))
  forceRecovery(cluster.balancer, cluster.now, null)
})
