import t from 'tap'
import { Balancers, control } from '@fastify-balancer/core'
import { shareChanges } from '../src/share-changes.ts'
import type { SharedChange } from '../src/share-changes.ts'

function build (): Balancers {
  const balancers = new Balancers(() => 'nonce')
  balancers.add('one', { members: [{ url: 'http://a.local' }] })
  return balancers
}

const change: SharedChange = { by: 'ann', at: 1, change: { balancer: 'one', member: 'http://a.local', set: { status: '+D' } } }

t.test('a change made here is told', async t => {
  const balancers = build()
  const told: SharedChange[] = []
  shareChanges(balancers, each => told.push(each))
  control(balancers, change.change, change.by, change.at)
  t.strictSame(told, [change])
})

t.test('a change from elsewhere is applied and not told again', async t => {
  const balancers = build()
  const told: SharedChange[] = []
  const apply = shareChanges(balancers, each => told.push(each))
  const flags = balancers.get('one').members[0]!.flags
  apply(change)
  t.not(balancers.get('one').members[0]!.flags, flags)
  t.strictSame(told, [])
})

t.test('a change from elsewhere that does not fit throws, and the next one made here is told', async t => {
  const balancers = build()
  const told: SharedChange[] = []
  const apply = shareChanges(balancers, each => told.push(each))
  t.throws(() => apply({ ...change, change: { balancer: 'other', set: {} } }), { code: 'FST_BALANCER_NOT_FOUND' })
  control(balancers, change.change, 'bob', 2)
  t.match(told, [{ by: 'bob' }])
})
