import { setFlagsFromString } from 'node:v8'
import { runInThisContext } from 'node:vm'
import t from 'tap'
import { hash } from '../src/hash.ts'
import { createMember } from '../src/member.ts'
import type { BalancerMember } from '../src/member.ts'
import { createStatistics } from '../src/statistics.ts'
import { flag } from '../src/status.ts'
import { Cluster } from './support/cluster.ts'

const { balancer } = new Cluster({})

t.test('a member has httpd\'s defaults and counts from nought', async t => {
  const member = createMember(balancer, { url: 'http://a' })
  t.equal(member.lbstatus, 0)
  t.strictSame({ ...member }, {
    url: 'http://a',
    scheme: 'http',
    hostname: 'a',
    port: 80,
    path: '',
    socketPath: null,
    lbset: 0,
    route: '',
    redirect: '',
    retry: 60_000,
    timeout: 0,
    connectiontimeout: 0,
    ttl: 0,
    min: 0,
    smax: null,
    max: 0,
    acquire: 0,
    ping: 0,
    slowstart: 0,
    addressttl: null,
    responsefieldsize: 8_192,
    keepalive: false,
    disablereuse: false,
    upgrade: '',
    hcmethod: 'NONE',
    hcinterval: 30_000,
    hcpasses: 1,
    hcfails: 1,
    hcuri: '',
    hcexpr: '',
    health: { watched: false, passes: 0, fails: 0, passed: 0, failed: 0, checkedAt: 0, passedAt: 0, cause: '' },
    balancer,
    lbfactor: 100,
    weight: 100,
    startedAt: 0,
    hash: hash('http://a') | 0,
    flags: flag.O,
    removed: false,
    credit: 0,
    tournament: null,
    seat: 0,
    elected: 0,
    electedBy: { route: 0, redirect: 0, learned: 0, probe: 0, source: 0, lbmethod: 0, failover: 0 },
    ejection: { failures: 0, windowAt: 0, attempts: 0, failed: 0, ejected: false, until: 0, checkFailed: false, count: 0, returnedAt: 0, probe: null },
    sessions: 0,
    latency: 0,
    latencyAt: 0,
    busy: 0,
    transferred: 0,
    read: 0,
    errorTime: 0,
    retries: 0,
    statistics: createStatistics()
  })
})

t.test('its factor is kept in hundredths and its status as flags', async t => {
  const member = createMember(balancer, { url: 'http://a', loadfactor: 1.15, status: '+H' })
  t.equal(member.lbfactor, 115)
  t.equal(member.weight, 115)
  t.equal(member.flags, flag.O | flag.H)
})

t.test('all members have one shape, whatever was given: from another one V8 would look properties up, and elections take longer', async t => {
  setFlagsFromString('--allow-natives-syntax')
  const haveSameMap = runInThisContext('(one, other) => %HaveSameMap(one, other)') as (one: BalancerMember, other: BalancerMember) => boolean
  const plain = createMember(balancer, { url: 'http://a' })
  for (const options of [{ url: 'https://b:8443/x' }, { url: 'http://c', slowstart: 3, loadfactor: 2.5, max: 4 }, { status: 'D', route: 'd', url: 'http://d' }]) {
    t.ok(haveSameMap(plain, createMember(balancer, options)), options.url)
  }
})

t.test('a bad parameter is named with balancer and member', async t => {
  t.throws(() => createMember(balancer, { url: 'HTTP://A', retry: -1 }), {
    code: 'FST_BALANCER_BAD_PARAMETER',
    message: 'balancer://test member http://a: retry must be a whole number of seconds, or one with a unit (s, ms, mi, h), not -1'
  })
})

t.test('a URL that is no text is refused', async t => {
  t.throws(() => createMember(balancer, { url: undefined as unknown as string }), {
    code: 'FST_BALANCER_BAD_PARAMETER',
    message: 'balancer://test member: url must be'
  })
})
