import { begin, checkFailed, checkPassed, control, elect, createElection, fail, finish, judge, reached, watch } from '@fastify-balancer/core'
import type { Change } from '@fastify-balancer/core'
import t from 'tap'
import { Cluster } from '../../core/test/support/cluster.ts'
import { Journal } from '../src/journal.ts'
import type { JournalEvent } from '../src/journal.ts'
import { keepJournal } from '../src/keep-journal.ts'
import { undoOf } from '../src/undo.ts'

function build (members: ConstructorParameters<typeof Cluster>[0] = { A: { route: 'a' }, B: {} }, most?: number) {
  const cluster = new Cluster(members, { growth: 1 })
  const journal = new Journal(cluster.balancers, () => cluster.now, most)
  const told: JournalEvent[] = []
  journal.events.on('event', event => told.push(event))
  const edit = (change: Change) => control(cluster.balancers, change, 'ann@10.0.0.7', cluster.now)
  return { cluster, journal, told, edit }
}

t.test('an operator\'s edit is told with what it did, and can be undone while that is still so', async t => {
  const { cluster, journal, told, edit } = build()
  const { now } = cluster
  edit({ balancer: 'balancer://TEST', member: 'http://a', set: { loadfactor: 2, status: '+N', retry: 5 }, with: 'api', note: 'release 4.2' })
  edit({ balancer: 'test', set: { timeout: 5, stickysession: 'S|s', lbmethod: 'bybusyness', failonstatus: [500] } })
  t.strictSame(told[0], {
    id: now * 1_000,
    at: now,
    kind: 'edit',
    balancer: 'test',
    member: 'http://a',
    from: 'Healthy',
    to: 'Draining',
    cause: 'retry 60000 → 5000, status Init Ok → Init Drn Ok, loadfactor 1 → 2',
    by: 'ann@10.0.0.7',
    with: 'api',
    note: 'release 4.2'
  })
  t.match(told[1], { id: now * 1_000 + 1, member: null, from: null, cause: 'timeout 0 → 5000, stickysession none → S|s, failonstatus none → 500, lbmethod byrequests → bybusyness' })
  t.match(journal.stateOf(cluster.member('A')), { since: now, cause: 'by ann@10.0.0.7' })
  t.match(journal.edits('test').map(({ id, undoable }) => [id, undoable]), [[told[1]!.id, true], [told[0]!.id, true]])
  t.match(journal.edits('test')[1]!.changes, [{ field: 'retry', from: 60_000, to: 5_000 }, { field: 'status', from: 'Init Ok', to: 'Init Drn Ok' }, { field: 'loadfactor', from: 1, to: 2 }])

  edit({ balancer: 'test', member: 'http://a', set: { loadfactor: 3 } })
  t.strictSame(journal.edits('test').map(({ undoable }) => undoable), [true, true, false])
  for (const { id } of journal.edits('test')) edit(undoOf(cluster.balancers, journal.find(id)!)!)
  t.match(cluster.member('A'), { lbfactor: 100, retry: 60_000, flags: 1 })
  t.match(cluster.balancer, { timeout: 0, stickysession: null, lbmethod: { name: 'byrequests' }, failonstatus: [] })
  t.equal(journal.find(1), undefined)
})

t.test('members that came are taken away again, and those that left come back', async t => {
  const { cluster, journal, told, edit } = build()
  edit({ balancer: 'test', add: { url: 'unix:/run/c|http://c', status: '+H', retry: 7 } })
  t.match(told.at(-1), { member: 'http://c', cause: 'member none → http://c', from: null })
  const added = journal.find(told.at(-1)!.id)!
  edit({ balancer: 'test', remove: 'http://C/' })
  t.match(told.at(-1), { member: 'http://c', cause: 'member unix:/run/c|http://c → none' })
  const removed = journal.find(told.at(-1)!.id)!
  t.equal(undoOf(cluster.balancers, added), null, 'it is gone already')
  edit({ balancer: 'test', add: { url: 'http://d' } })
  t.equal(undoOf(cluster.balancers, removed), null, 'no place')
  edit(undoOf(cluster.balancers, journal.find(told.at(-1)!.id)!)!)
  edit(undoOf(cluster.balancers, removed)!)
  t.match(cluster.member('C'), { socketPath: '/run/c', retry: 7_000 })
  t.equal(undoOf(cluster.balancers, removed), null, 'it is there already')
  const change = edit({ balancer: 'test', member: 'http://c', set: { route: 'c' } })
  edit({ balancer: 'test', remove: 'http://c' })
  t.equal(undoOf(cluster.balancers, change), null, 'its member is gone')
  t.equal(undoOf(new Cluster({}).balancers, { ...change, change: { ...change.change, balancer: 'other' } }), null)
})

t.test('what changes nothing is no event', async t => {
  const { told, edit } = build()
  edit({ balancer: 'test', member: 'http://a', set: { loadfactor: 1 } })
  t.strictSame(told, [])
})

t.test('failures in a row are one event, and counted, until the member is reached again', async t => {
  const { cluster, journal, told } = build()
  const a = cluster.member('A')
  t.strictSame(journal.stateOf(a), { since: null, cause: '', count: 0 })
  const start = cluster.now
  for (let i = 1; i <= 3; i++) {
    fail(a, cluster.now, 'refused')
    t.strictSame(journal.stateOf(a), { since: start, cause: 'refused', count: i })
    cluster.now += 60_001
    elect(cluster.balancer, createElection(null), cluster.now)
    t.match(journal.stateOf(a), { since: null, cause: 'to be tried again', count: i })
  }
  reached(a)
  t.match(told, [{ from: 'Healthy', to: 'In error', cause: 'refused', kind: 'state', by: null }, { from: 'In error', to: 'Healthy', cause: 'reached again', at: start + 180_003 }])
  t.match(journal.stateOf(a), { count: 0, cause: 'reached again' })

  fail(a, cluster.now, 'refused')
  reached(a)
  elect(cluster.balancer, createElection(null), cluster.now += 60_001)
  t.match(told.slice(2), [{ to: 'In error' }, { to: 'Healthy', cause: 'retry' }], 'reached by a request that was there before')
  cluster.set('A', { status: '+I' })
  cluster.set('A', { status: '+E' })
  elect(cluster.balancer, createElection(null), cluster.now)
  t.match(told.at(-1), { to: 'Healthy', cause: 'ignore errors' })
})

t.test('checks and drains are told', async t => {
  const { cluster, told } = build({ A: { hcfails: 1, hcpasses: 1 } })
  const a = cluster.member('A')
  watch(a)
  checkFailed(a, cluster.now, 'no answer')
  checkPassed(a, cluster.now)
  t.match(told, [{ to: 'Failing check', cause: 'no answer' }, { to: 'Healthy', cause: 'check passed' }])
  begin(a, 'route')
  cluster.set('A', { status: '+N' })
  finish(a)
  cluster.balancers.drains.sample(cluster.now)
  t.match(told.slice(2), [{ kind: 'edit', to: 'Draining' }, { kind: 'state', member: 'http://a', from: null, cause: /^drained/ }])
})

t.test('so many are kept, and asked for by the last that was seen', async t => {
  const { journal, edit } = build(undefined, 3)
  for (let i = 1; i <= 5; i++) edit({ balancer: 'test', set: { timeout: i } })
  const all = journal.since(0)
  t.strictSame(all.map(({ cause }) => cause), ['timeout 2000 → 3000', 'timeout 3000 → 4000', 'timeout 4000 → 5000'])
  t.strictSame(journal.since(all[1]!.id), [all[2]])
  t.equal(journal.edits('test').length, 3)
  t.equal(journal.edits('other').length, 0)
})

t.test('all who share balancers share their journal, until the last of them needs it no more', async t => {
  const { balancers } = new Cluster({ A: {} })
  const [one, other] = [keepJournal(balancers), keepJournal(balancers)]
  t.equal(one.journal, other.journal)
  one.release()
  one.release()
  control(balancers, { balancer: 'test', set: { timeout: 1 } }, 'x', 0)
  t.equal(other.journal.since(-1).length, 1)
  other.release()
  t.not(keepJournal(balancers).journal, other.journal)
  control(balancers, { balancer: 'test', set: { timeout: 2 } }, 'x', 0)
  t.equal(other.journal.since(-1).length, 1)
})

t.test('an ejected member is told with what it did', async t => {
  const { cluster, journal, told } = build()
  cluster.balancer.ejectfails = 1
  const election = createElection(null)
  elect(cluster.balancer, election, cluster.now)
  judge(election, 500, '', cluster.now)
  t.match(told.at(-1), { member: 'http://a', from: 'Healthy', to: 'In error', cause: 'a failure: status 500' })
  t.match(journal.stateOf(cluster.member('A')), { since: cluster.now, count: 1 })
})
