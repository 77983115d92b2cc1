import t from 'tap'
import { control } from '../src/control.ts'
import { isUsable } from '../src/status.ts'
import { keepEnough } from '../src/judge.ts'
import { snapshotBalancer } from '../src/snapshot.ts'
import { Ward } from './support/ward.ts'

t.test('so many failures one after the other eject a member', async t => {
  const ward = new Ward({ A: {}, B: {} })
  const causes: unknown[] = []
  ward.balancers.events.on('ejected', (member, cause, until) => causes.push([member.url, cause, until]))
  ward.answer.B = 500
  t.equal(ward.serve(8), 'A B A B A B A A')
  t.strictSame(causes, [['http://b', '3 failures one after the other: status 500', ward.now + 2_000]])
  const [, member] = snapshotBalancer(ward.balancer).members
  t.match(member, { status: 'Init Err ', usable: false, ejection: { ejected: true, until: ward.now + 2_000, count: 1, probing: false } })
  t.strictSame([...ward.balancer.members].map(({ statistics }) => statistics.ejected), [0, 1])
})

t.test('a good answer between them forgives', async t => {
  const ward = new Ward({ A: {}, B: {} }, { ejectshare: 0 })
  for (let i = 0; i < 20; i++) {
    ward.answer.B = i % 3 === 2 ? 200 : 500
    ward.serve(2)
  }
  t.strictSame(ward.told, [])
})

t.test('unless too many of them fail in the window, if they are not too few', async t => {
  const ward = new Ward({ A: {}, B: {} }, { ejectshare: 50, ejectwindow: 10 })
  const causes: string[] = []
  ward.balancers.events.on('ejected', (_member, cause) => causes.push(cause))
  const serve = (pattern: readonly number[]): void => {
    for (const status of pattern) {
      ward.answer.B = status
      ward.serve(2)
    }
  }
  serve([500, 503, 200, 500, 503, 200, 500, 503, 200])
  t.strictSame(causes, [], 'nine say little')
  ward.now += 10_000
  serve([200, 500, 503, 200, 500, 200, 500, 200, 502])
  t.strictSame(causes, [], 'and the next window begins anew')
  serve([504])
  t.strictSame(causes, ['6 of 10 requests failed: status 504'])
})

t.test('no answer is a failure, and which statuses are is said', async t => {
  const ward = new Ward({ A: {}, B: {}, C: {} }, { ejectonstatus: '502,503' })
  Object.assign(ward.answer, { B: 500, C: 503 })
  ward.serve(9)
  t.strictSame(ward.told, ['C ejected'])
  ward.answer.A = 0
  ward.serve(6)
  t.strictSame(ward.told, ['C ejected', 'A ejected'])
})

t.test('nobody is ejected by default', async t => {
  const ward = new Ward({ A: {}, B: {} }, { ejectfails: 0 })
  ward.answer.B = 500
  t.equal(ward.serve(40), Array(20).fill('A B').join(' '))
  t.strictSame(ward.told, [])
})

t.test('a member that ignores errors is not ejected', async t => {
  const ward = new Ward({ A: {}, B: { status: '+I' } })
  ward.answer.B = 500
  ward.serve(20)
  t.strictSame(ward.told, [])
})

t.test('a whole number of members stays, whatever they answer', async t => {
  for (const keepatleast of [1, 2, 3]) {
    const ward = new Ward({ A: {}, B: {}, C: {} }, { keepatleast })
    Object.assign(ward.answer, { A: 500, B: 500, C: 500 })
    ward.serve(60)
    t.equal(ward.balancer.members.filter(({ flags }) => isUsable(flags)).length, keepatleast)
  }
})

t.test('members that are out for other reasons, or drain, are not there to stay', async t => {
  for (const status of ['+D', '+N', '+S', '+C']) {
    const ward = new Ward({ A: {}, B: { status } })
    ward.answer.A = 500
    ward.serve(10)
    t.strictSame(ward.told, [], status)
  }
})

t.test('an ejected member comes back when others fail or are taken out, the soonest due first', async t => {
  const ward = new Ward({ A: {}, B: {}, C: {}, D: {} })
  Object.assign(ward.answer, { C: 500, D: 500 })
  ward.serve(12)
  t.strictSame(ward.told, ['C ejected', 'D ejected'])
  ward.set('A', { status: '+D' })
  ward.serve(2)
  t.equal(ward.told.length, 2, 'there is B')
  ward.set('B', { status: '+N' })
  t.equal(ward.serve(1), 'C')
  t.strictSame(ward.told.slice(2), ['C back: keepatleast'])
  keepEnough(ward.balancer, ward.now, null)
  t.equal(ward.told.length, 3, 'one is enough')
})

t.test('when all are in error, all are tried again, those that were ejected too', async t => {
  const ward = new Ward({ A: {}, B: {} })
  ward.answer.B = 500
  ward.serve(6)
  ward.answer.A = -1
  ward.serve(1)
  ward.serve(1)
  t.strictSame(ward.told, ['B ejected', 'A back: forced', 'B back: forced'])
})

t.test('a member that cannot be reached is in error as ever, but for a growing time', async t => {
  const ward = new Ward({ A: {}, B: {} })
  ward.answer.B = -1
  ward.serve(2)
  t.strictSame(ward.told, [])
  t.equal(ward.pause('B'), 2_000)
  t.equal(ward.member('B').errorTime, ward.now)
})

t.test('what comes late from an ejected member neither brings it back nor keeps it out longer', async t => {
  const ward = new Ward({ A: {}, B: {} })
  const late = [ward.begin(), ward.begin(), ward.begin(), ward.begin(), ward.begin(), ward.begin()].filter(({ name }) => name === 'B')
  ward.answer.B = 500
  ward.serve(6)
  const { until } = ward.member('B').ejection
  ward.now += 500
  late[0]!.answer(200)
  late[1]!.answer(0)
  late[2]!.answer(-1)
  t.equal(ward.member('B').ejection.until, until)
  t.equal(ward.serve(2), 'A A')
})

t.test('an operator brings it back at once', async t => {
  const ward = new Ward({ A: {}, B: {} })
  ward.answer.B = 500
  ward.serve(6)
  ward.set('B', { status: '-E' })
  t.equal(ward.member('B').ejection.until, 0)
  t.equal(ward.serve(2), 'A B')
  ward.serve(4)
  t.equal(ward.pause('B'), 4_000, 'but how often it was ejected is not forgotten')
})

t.test('who ceases to eject gets everybody back', async t => {
  const ward = new Ward({ A: {}, B: {} })
  ward.answer.B = 500
  ward.serve(6)
  ward.balancer.ejectfails = 0
  ward.set('A', {})
  t.equal(ward.serve(2), 'A B')
  t.strictSame(ward.told, ['B ejected', 'B back: retry'])
})

t.test('a member that has left is not judged any more', async t => {
  const ward = new Ward({ A: {}, B: {} }, { ejectfails: 1 })
  const late = ward.begin()
  control(ward.balancers, { balancer: 'test', remove: 'http://a' }, 'test', ward.now)
  late.answer(500)
  t.strictSame(ward.told, [])
})
