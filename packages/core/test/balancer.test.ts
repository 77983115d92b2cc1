import t from 'tap'
import { findMember, join, maxAttempts, touch } from '../src/balancer.ts'
import { Balancers } from '../src/balancers.ts'
import { Cluster } from './support/cluster.ts'

t.test('a balancer tries every other member once more', async t => {
  t.equal(maxAttempts(new Cluster({}).balancer), 0)
  t.equal(maxAttempts(new Cluster({ A: {} }).balancer), 0)
  t.equal(maxAttempts(new Cluster({ A: {}, B: {}, C: {} }).balancer), 2)
})

t.test('unless maxattempts says otherwise, with 0 as well', async t => {
  t.equal(maxAttempts(new Cluster({ A: {}, B: {} }, { maxattempts: 0 }).balancer), 0)
  t.equal(maxAttempts(new Cluster({ A: {} }, { maxattempts: 5 }).balancer), 5)
})

t.test('a member is found in whatever spelling of scheme, host and default port', async t => {
  const balancer = new Balancers(() => '').add('x', { members: [{ url: 'http://host' }, { url: 'https://host:8443/App' }] })
  for (const url of ['http://host', 'http://host/', 'HTTP://Host:80/']) {
    t.equal(findMember(balancer, url), balancer.members[0], url)
  }
  t.equal(findMember(balancer, 'HTTPS://HOST:8443/App'), balancer.members[1])
})

t.test('but the path has one spelling, and what is no URL is no member', async t => {
  const balancer = new Balancers(() => '').add('x', { members: [{ url: 'http://host/App' }] })
  for (const url of ['http://host', 'http://host/app', 'http://host/App/', 'https://host/App', 'host', '']) {
    t.equal(findMember(balancer, url), undefined, url)
  }
})

t.test('a member joins behind the others', async t => {
  const { balancer } = new Cluster({ A: {} })
  balancer.recheckAt = Infinity
  const member = join(balancer, { url: 'http://b' })
  t.equal(balancer.members[1], member)
  t.equal(member.balancer, balancer)
  t.equal(balancer.recheckAt, -Infinity)
})

t.test('a member joins once', async t => {
  const { balancer } = new Cluster({ A: {} })
  t.throws(() => join(balancer, { url: 'HTTP://A:80/' }), {
    code: 'FST_BALANCER_DUPLICATE',
    message: 'balancer://test member http://a is already defined'
  })
  t.equal(balancer.members.length, 1)
})

t.test('a touched balancer collects its candidates anew', async t => {
  const { balancer } = new Cluster({ A: {} })
  balancer.recheckAt = Infinity
  touch(balancer)
  t.equal(balancer.recheckAt, -Infinity)
})
