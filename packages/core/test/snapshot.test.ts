import t from 'tap'
import { begin, fail, read, transferred } from '../src/account.ts'
import { hash } from '../src/hash.ts'
import { snapshot, snapshotBalancer } from '../src/snapshot.ts'
import { flag } from '../src/status.ts'
import { Cluster } from './support/cluster.ts'

t.test('a snapshot tells parameters, state and counters', async t => {
  const cluster = new Cluster({ A: { loadfactor: 1.5, route: 'a', status: '+N' } }, { stickysession: 'S|s', growth: 2, failonstatus: [500] })
  const member = cluster.member('A')
  begin(member, 'lbmethod')
  transferred(member, 171)
  read(member, 1017)
  fail(member, cluster.now, 'refused')
  t.strictSame(snapshotBalancer(cluster.balancer), {
    name: 'test',
    url: 'balancer://test',
    lbmethod: 'byrequests',
    stickysession: { cookie: 'S', path: 's' },
    stickysessionsep: '.',
    scolonpathdelim: false,
    nofailover: false,
    timeout: 0,
    maxattempts: 0,
    failonstatus: [500],
    failontimeout: false,
    nonidempotent: false,
    retrybudget: 20,
    drainwindow: 30_000,
    forcerecovery: true,
    ejectfails: 0,
    ejectshare: 50,
    ejectwindow: 10_000,
    ejecttime: 2_000,
    ejectmax: 60_000,
    ejectonstatus: [500, 502, 503, 504],
    keepatleast: 1,
    loadbound: 1.25,
    routecookie: '',
    learn: '',
    version: hash('a-nonce'),
    maxMembers: 3,
    panic: false,
    members: [{
      url: 'http://a',
      scheme: 'http',
      hostname: 'a',
      port: 80,
      socketPath: null,
      route: 'a',
      redirect: '',
      loadfactor: 1.5,
      lbset: 0,
      flags: flag.O | flag.N | flag.E,
      status: 'Init Drn Err ',
      usable: false,
      elected: 1,
      electedBy: { route: 0, redirect: 0, learned: 0, probe: 0, source: 0, lbmethod: 1, failover: 0 },
      ejection: { ejected: false, until: 0, count: 0, probing: false },
      answers: [0, 0, 0, 0, 0, 0],
      retried: 0,
      sessions: 0,
      busy: 1,
      lbstatus: 0,
      transferred: 171,
      read: 1017,
      errorTime: cluster.now,
      retries: 0,
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
      health: { watched: false, passes: 0, fails: 0, passed: 0, failed: 0, checkedAt: 0, passedAt: 0, cause: '' }
    }]
  })
})

t.test('it never tells the nonce', async t => {
  const cluster = new Cluster({ A: {} }, { nonce: 'very-secret' })
  t.notMatch(JSON.stringify(snapshot(cluster.balancers)), 'very-secret')
})

t.test('it is frozen through and through', async t => {
  const cluster = new Cluster({ A: {} }, { stickysession: 'S', failonstatus: '500' })
  const frozen = (value: unknown): boolean => typeof value !== 'object' || value === null ||
    (Object.isFrozen(value) && Object.values(value).every(frozen))
  t.ok(frozen(snapshot(cluster.balancers)))
  t.ok(frozen(snapshot(new Cluster({}).balancers)))
})

t.test('it stays as it was when the model moves on', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  const [before] = snapshot(cluster.balancers)
  cluster.answers(1)
  cluster.set('A', { route: 'x', status: '+D' })
  t.match(before!.members[0], { elected: 0, electedBy: { lbmethod: 0 }, lbstatus: 0, route: '', status: 'Init Ok ' })
})

t.test('balancers come in the order of their definition', async t => {
  const { balancers } = new Cluster({})
  balancers.add('another', {})
  t.same(snapshot(balancers).map(({ name }) => name), ['test', 'another'])
})
