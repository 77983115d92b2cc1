import t from 'tap'
import { fail } from '../src/account.ts'
import { checkFailed, checkPassed, watch } from '../src/health.ts'
import { endProbe, isProbe } from '../src/probe.ts'
import { createElection } from '../src/election.ts'
import { retryAfter } from '../src/retry-after.ts'
import { Ward } from './support/ward.ts'

/** A cluster whose member B has just been ejected. */
function ejected (parameters: object = {}, members: object = {}): Ward {
  const ward = new Ward({ A: {}, B: {}, ...members }, parameters)
  ward.answer.B = 500
  while (ward.told.length === 0) ward.serve(1)
  delete ward.answer.B
  return ward
}

t.test('after its time one request tests the member, and it is back', async t => {
  const ward = ejected()
  ward.now += 1_999
  t.equal(ward.serve(2), 'A A')
  ward.now += 1
  const test = ward.begin()
  t.equal(test.name, 'B')
  t.equal(test.election.reason, 'probe')
  t.ok(isProbe(test.election))
  t.equal(ward.serve(3), 'A A A', 'nobody else meanwhile')
  test.answer(200)
  t.notOk(isProbe(test.election))
  t.strictSame(ward.told, ['B ejected', 'B back: probe'])
  t.match(ward.serve(4), 'B')
})

t.test('if that fails too it is ejected again, for twice as long', async t => {
  const ward = ejected()
  const causes: string[] = []
  ward.balancers.events.on('ejected', (_member, cause) => causes.push(cause))
  for (const [status, pause] of [[500, 4_000], [0, 8_000], [-1, 16_000], [503, 32_000], [500, 60_000], [500, 60_000]] as const) {
    ward.now = ward.member('B').ejection.until
    const test = ward.begin()
    t.equal(test.name, 'B')
    test.answer(status)
    t.equal(ward.pause('B'), pause)
  }
  t.strictSame(causes.slice(0, 2), ['its test failed: status 500', 'its test failed: no answer'])
})

t.test('for each ejectmax in rotation one ejection is forgotten', async t => {
  const again = (ward: Ward): number => {
    ward.answer.B = 500
    while (ward.member('B').ejection.until === 0) ward.serve(1)
    return ward.pause('B')
  }
  const ward = ejected()
  const serveFor = (time: number): void => {
    delete ward.answer.B
    ward.now = ward.member('B').ejection.until
    ward.serve(1)
    ward.now += time
  }
  serveFor(59_999)
  t.equal(again(ward), 4_000)
  serveFor(60_000)
  t.equal(again(ward), 4_000)
  serveFor(120_000)
  t.equal(again(ward), 2_000)
})

t.test('an ejectmax below ejecttime does not shorten that', async t => {
  t.equal(ejected({ ejecttime: 5, ejectmax: 1 }).pause('B'), 5_000)
})

t.test('a client that leaves decides nothing: the next request tests', async t => {
  const ward = ejected()
  ward.now += 2_000
  const first = ward.begin()
  first.leave()
  const second = ward.begin()
  t.equal(first.name + second.name, 'BB')
  endProbe(first.election)
  t.ok(isProbe(second.election), 'and the first has nothing to do with that')
  endProbe(createElection(null))
})

t.test('a request that cannot be repeated tests nobody, unless there are no others for as long again', async t => {
  const ward = ejected()
  ward.now += 2_000
  t.equal(ward.serve(1, { repeatable: false }), 'A')
  ward.now += 1_999
  t.equal(ward.serve(1, { repeatable: false }), 'A')
  ward.now += 1
  t.equal(ward.serve(1, { repeatable: false }), 'B')
})

t.test('or unless there is nobody else', async t => {
  const ward = new Ward({ A: {}, B: { status: '+D' } })
  fail(ward.member('A'), ward.now, 'refused')
  t.equal(ward.serve(1, { repeatable: false }), '-')
  t.equal(retryAfter(ward.balancer, ward.now), 2)
  ward.now += 2_000
  t.equal(ward.serve(1, { repeatable: false }), 'A')
})

t.test('a request that has failed elsewhere tests nobody', async t => {
  const ward = ejected({}, { C: {} })
  ward.now += 2_000
  ward.dead.add('A').add('C')
  t.equal(ward.send().tried, 'B', 'a first try does')
  const again = ejected({}, { C: {} })
  again.now += 2_000
  const test = again.begin()
  test.leave()
  again.dead.add('A')
  const waiting = again.begin()
  t.equal(waiting.name, 'B')
  t.match(again.send().tried, /^(C|A C)$/)
})

t.test('a session of the member tests it, those of others go on where they are', async t => {
  const ward = ejected({ stickysession: 'S' }, { A: { route: 'a' }, B: { route: 'b' } })
  ward.now += 2_000
  t.equal(ward.serve(1, { cookie: 'S=1.a' }), 'A')
  const test = ward.begin({ cookie: 'S=1.b' })
  t.equal(test.name, 'B')
  t.equal(test.election.reason, 'route')
  t.ok(isProbe(test.election))
  const other = ward.begin({ cookie: 'S=2.b' })
  t.equal(other.name, 'A')
  test.answer(200)
  t.equal(ward.serve(1, { cookie: 'S=2.b' }), 'B')
})

t.test('with nofailover sessions of the member test it, repeatable or not', async t => {
  const ward = ejected({ stickysession: 'S', nofailover: true }, { A: { route: 'a' }, B: { route: 'b' } })
  t.equal(ward.serve(1, { cookie: 'S=1.b' }), '-')
  ward.now += 2_000
  t.equal(ward.serve(1, { cookie: 'S=1.b', repeatable: false }), 'B')
})

t.test('members that are due are tested at the same time, each by one request', async t => {
  const ward = ejected({}, { C: {} })
  ward.answer.C = -1
  ward.serve(4)
  ward.now += 2_000
  const tests = [ward.begin(), ward.begin(), ward.begin()]
  t.equal(tests.map(({ name }) => name).join(' '), 'B C A')
})

t.test('a member that is also disabled is not tested, a draining one by its sessions only', async t => {
  const ward = ejected({ stickysession: 'S' }, { B: { route: 'b' } })
  ward.set('B', { status: '+D' })
  ward.now += 2_000
  t.equal(ward.serve(2), 'A A')
  ward.set('B', { status: '-D+N' })
  t.equal(ward.serve(2), 'A A')
  t.equal(ward.serve(1, { cookie: 'S=1.b' }), 'B')
})

t.test('a standby is tested when it is needed', async t => {
  const ward = new Ward({ A: {}, B: { status: '+H' }, C: { status: '+H' } })
  ward.set('A', { status: '+D' })
  ward.answer.B = -1
  t.equal(ward.serve(2), 'B C')
  ward.set('A', { status: '-D' })
  ward.now += 2_000
  delete ward.answer.B
  t.equal(ward.serve(2), 'A A')
  ward.set('A', { status: '+D' })
  t.equal(ward.serve(1), 'B')
})

t.test('slow start begins when it is back', async t => {
  const ward = ejected({}, { B: { slowstart: 10 } })
  ward.now += 2_000
  ward.serve(2)
  t.equal(ward.member('B').weight, 10)
})

t.test('a failure of a test is not counted twice', async t => {
  const ward = ejected()
  ward.now += 2_000
  const late = ward.begin()
  fail(ward.member('B'), ward.now, 'refused')
  t.ok(isProbe(late.election))
  t.equal(ward.member('B').ejection.count, 1)
})

t.test('a member whose checks see what is wrong is tested by no request: it is back with the check', async t => {
  const ward = ejected()
  const member = ward.member('B')
  watch(member)
  checkFailed(member, ward.now, 'status 500')
  ward.now += 5_000
  t.equal(ward.serve(3), 'A A A')
  checkPassed(member, ward.now)
  t.match(ward.serve(3), 'B')
  t.strictSame(ward.told, ['B ejected', 'B back: check'])
  t.equal(member.ejection.until, 0)
})

t.test('nor is a member that could not be reached', async t => {
  const ward = new Ward({ A: {}, B: {} })
  watch(ward.member('B'))
  ward.answer.B = -1
  ward.serve(2)
  ward.now += 100_000
  t.equal(ward.serve(3), 'A A A')
  t.equal(ward.balancer.recheckAt, Infinity)
  checkPassed(ward.member('B'), ward.now)
  t.match(ward.serve(3), 'B')
})

t.test('checks that see nothing of it bring nobody back', async t => {
  const ward = ejected()
  watch(ward.member('B'))
  checkPassed(ward.member('B'), ward.now)
  t.equal(ward.serve(3), 'A A A')
  ward.now += 2_000
  const test = ward.begin()
  t.equal(test.name, 'B')
  test.answer(500)
  t.equal(ward.pause('B'), 4_000)
})

t.test('what comes late from a member that fails its check does not eject it: the next check that passes brings it back', async t => {
  const ward = new Ward({ A: {}, B: {} }, { ejectfails: 1 })
  const member = ward.member('B')
  watch(member)
  const late = [ward.begin(), ward.begin()].find(({ name }) => name === 'B')!
  checkFailed(member, ward.now, 'no answer')
  late.answer(0)
  t.strictSame(ward.told, [])
  checkPassed(member, ward.now)
  t.match(ward.serve(3), 'B')
})
