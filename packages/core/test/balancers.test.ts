import t from 'tap'
import { Balancers } from '../src/balancers.ts'
import type { LbMethod } from '../src/lbmethods/lbmethod.ts'

const first: LbMethod = { name: 'First', choose: candidates => candidates[0] }

t.test('a balancer has httpd\'s defaults', async t => {
  const balancer = new Balancers(() => 'random').add('Cluster', {})
  t.match(balancer, {
    name: 'cluster',
    url: 'balancer://cluster',
    lbmethod: { name: 'byrequests' },
    stickysession: null,
    stickysessionsep: '.',
    scolonpathdelim: false,
    nofailover: false,
    timeout: 0,
    maxattempts: null,
    failonstatus: [],
    failontimeout: false,
    nonidempotent: false,
    retrybudget: 20,
    drainwindow: 30_000,
    forcerecovery: true,
    loadbound: 1.25,
    routecookie: '',
    learn: '',
    nonce: 'random',
    maxMembers: 0,
    members: []
  })
})

t.test('a balancer is found by name or URL in any case', async t => {
  const balancers = new Balancers(() => '')
  const balancer = balancers.add('Shop', {})
  for (const name of ['shop', 'SHOP', 'balancer://shop', 'Balancer://Shop']) t.equal(balancers.get(name), balancer, name)
  t.equal(balancers.find('shops'), undefined)
  t.throws(() => balancers.get('shops'), { code: 'FST_BALANCER_NOT_FOUND', message: 'no balancer is named shops', statusCode: 404 })
})

t.test('balancers come in the order of their definition, each told to observers', async t => {
  const balancers = new Balancers(() => '')
  const told: string[] = []
  balancers.events.on('balancer', ({ name, members }) => told.push(`${name} of ${members.length}`))
  balancers.add('b', { members: [{ url: 'http://h' }] })
  balancers.add('a', {})
  t.same([...balancers].map(({ name }) => name), ['b', 'a'])
  t.same(told, ['b of 1', 'a of 0'])
})

t.test('a name is taken once, whatever the case', async t => {
  const balancers = new Balancers(() => '')
  balancers.add('x', {})
  t.throws(() => balancers.add('X', {}), { code: 'FST_BALANCER_DUPLICATE', message: 'balancer://x is already defined', statusCode: 409 })
})

t.test('a name is a host name', async t => {
  for (const name of ['', 'a b', 'a/b', 'a?b', 'a#b']) {
    t.throws(() => new Balancers(() => '').add(name, {}), {
      code: 'FST_BALANCER_BAD_PARAMETER',
      message: `balancer name must be a host name, not "${name}"`
    })
  }
})

t.test('a balancer with a bad parameter or member does not come into existence', async t => {
  const balancers = new Balancers(() => '')
  balancers.events.on('balancer', () => t.fail('none was added'))
  t.throws(() => balancers.add('x', { timeout: 0 }), { code: 'FST_BALANCER_BAD_PARAMETER' })
  t.throws(() => balancers.add('x', { lbmethod: 'nosuch' }), { code: 'FST_BALANCER_BAD_PARAMETER' })
  t.throws(() => balancers.add('x', { members: [{ url: 'http://a' }, { url: 'nonsense' }] }), { code: 'FST_BALANCER_BAD_PARAMETER' })
  t.throws(() => balancers.add('x', { members: [{ url: 'http://a' }, { url: 'http://a/' }] }), { code: 'FST_BALANCER_DUPLICATE' })
  t.equal(balancers.find('x'), undefined)
})

t.test('the manager\'s token is the one given, or none, or random', async t => {
  const balancers = new Balancers(() => 'random')
  t.equal(balancers.add('given', { nonce: 'secret' }).nonce, 'secret')
  t.equal(balancers.add('none', { nonce: 'None' }).nonce, '')
  t.equal(balancers.add('random', { nonce: null }).nonce, 'random')
})

t.test('growth leaves room behind the members of the configuration', async t => {
  const balancer = new Balancers(() => '').add('x', { growth: 3, members: [{ url: 'http://a' }, { url: 'http://b' }] })
  t.equal(balancer.maxMembers, 5)
})

t.test('the same URL in two balancers makes two members', async t => {
  const balancers = new Balancers(() => '')
  const [a] = balancers.add('a', { members: [{ url: 'http://h' }] }).members
  const [b] = balancers.add('b', { members: [{ url: 'http://h' }] }).members
  t.not(a, b)
})

t.test('an lbmethod of one\'s own can be used by its name in any case', async t => {
  const balancers = new Balancers(() => '')
  balancers.addLbMethod(first)
  t.same(balancers.lbMethods, ['First', 'bybusyness', 'bylatency', 'byrequests', 'bysessions', 'bysource', 'bytraffic', 'heartbeat'])
  t.equal(balancers.add('x', { lbmethod: 'First' }).lbmethod, first)
  t.equal(balancers.add('y', { lbmethod: 'FIRST' }).lbmethod, first)
})

t.test('an lbmethod is registered once', async t => {
  const balancers = new Balancers(() => '')
  t.throws(() => balancers.addLbMethod({ ...first, name: 'ByRequests' }), {
    code: 'FST_BALANCER_DUPLICATE', message: 'lbmethod ByRequests is already defined'
  })
})

t.test('an unknown lbmethod is refused with those that there are', async t => {
  t.throws(() => new Balancers(() => '').add('x', { lbmethod: 'nosuch' }), {
    message: 'balancer://x: lbmethod must be one of bybusyness, bylatency, byrequests, bysessions, bysource, bytraffic, heartbeat, not "nosuch"'
  })
})
