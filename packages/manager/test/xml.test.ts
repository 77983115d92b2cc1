import { readFileSync } from 'node:fs'
import { flag } from '@fastify-balancer/core'
import type { BalancerMember, BalancerOptions } from '@fastify-balancer/core'
import t from 'tap'
import { a, managerApp } from './support/manager-app.ts'

/** The configuration of the httpd whose document is in the fixtures. */
const balancers: Readonly<Record<string, BalancerOptions>> = {
  mycluster: {
    stickysession: 'ROUTEID',
    growth: 2,
    nonce: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    members: [
      { url: 'http://127.0.0.1:18101', route: 'node1', loadfactor: 1.5, retry: 30 },
      { url: 'http://127.0.0.1:18102', route: 'node2', redirect: 'node1' },
      { url: 'http://127.0.0.1:18199', route: 'dead' },
      { url: 'http://127.0.0.1:18103/app', route: 'off', status: '+D', lbset: 1, timeout: 7, acquire: 300, keepalive: true, connectiontimeout: 3, retry: 9, ttl: 30, min: 1, max: 9, smax: 4, disablereuse: true }
    ]
  },
  bulk: {
    lbmethod: 'bytraffic',
    timeout: 3,
    maxattempts: 5,
    nonce: 'None',
    stickysession: 'JSESSIONID|jsessionid',
    scolonpathdelim: true,
    members: [
      { url: 'http://127.0.0.1:18102', loadfactor: 2 },
      { url: 'http://127.0.0.1:18103', status: '+R' },
      { url: 'http://127.0.0.1:18104', status: '+H' },
      { url: 'unix:/tmp/none.sock|http://uds.test/x', status: '+N' }
    ]
  }
}

/** What httpd's members had on their slates, of those that had something. */
const counters: ReadonlyArray<readonly [balancer: string, member: number, Partial<BalancerMember>]> = [
  ['mycluster', 0, { elected: 6, lbstatus: 50, transferred: 1_250, read: 12_752 }],
  ['mycluster', 1, { elected: 4, transferred: 830, read: 9_393 }],
  ['mycluster', 2, { elected: 1, lbstatus: -50, flags: flag.O | flag.E, errorTime: Date.UTC(2026, 10, 22, 15, 0, 28, 500) }],
  ['bulk', 0, { elected: 3, transferred: 5_678, read: 400_441 }],
  ['bulk', 1, { elected: 1, transferred: 206, read: 200_017 }]
]

t.test('?xml gives httpd\'s document, letter by letter', async t => {
  const { get, balancers: known } = await managerApp(t, { balancers })
  for (const [balancer, index, values] of counters) Object.assign(known.get(balancer).members[index]!, values)
  const captured = readFileSync(new URL('fixtures/balancer-manager.nohc.xml', import.meta.url), 'utf8')
  for (const query of ['?xml=1', '?xml=', '?xml=0']) {
    const { headers, body } = await get(query)
    t.equal(headers['content-type'], 'text/xml')
    t.equal(body, comparable(captured))
  }
})

/** Without what we do not have, or have in another way: sizes of buffers, threads as default of `max`, milliseconds beyond whole seconds. */
function comparable (document: string): string {
  return document
    .replace(/ *<httpd:\w+_buffer_size>.*\n/g, '')
    .replace(/(<httpd:s?max>)25</g, '$10<')
    .replace('<httpd:connectiontimeout>0<', '<httpd:connectiontimeout>3000<')
}

t.test('without a Referer of the same host it is the page', async t => {
  const { get, app } = await managerApp(t)
  t.match((await app.inject({ url: '/balancer-manager?xml=1' })).headers['content-type'], 'text/html')
  t.match((await get('?xml=1', { referer: 'http://evil.example/' })).headers['content-type'], 'text/html')
})

t.test('it answers a form too, after the change', async t => {
  const { submit, balancers } = await managerApp(t)
  const { headers, body } = await submit(balancers.get('shop'), `w=${a}&w_lf=3&xml=1`)
  t.equal(headers['content-type'], 'text/xml')
  t.match(body, '<httpd:loadfactor>3.00</httpd:loadfactor>')
})

t.test('who may only read is not told the nonce', async t => {
  const { get } = await managerApp(t, { balancers, options: { users: { bob: { password: 'b', role: 'read' } } } })
  const { body } = await get('?xml=1', { authorization: `Basic ${btoa('bob:b')}` })
  t.match(body, '<httpd:name>balancer://bulk</httpd:name>')
  t.notMatch(body, /nonce|aaaaaaaa/)
})

t.test('one member needs no attempts, one without stickiness has no failover to forbid, and checks are told', async t => {
  const { get } = await managerApp(t, {
    balancers: { shop: { timeout: '1500ms', members: [{ url: a, route: '<a>', hcmethod: 'GET', hcinterval: 5, hcuri: '/health' }] } }
  })
  const { body } = await get('?xml=1')
  t.match(body, '      <httpd:timeout>1500ms</httpd:timeout>      <httpd:lbmethod>byrequests</httpd:lbmethod>\n      <httpd:workers>')
  t.match(body, '<httpd:route>&#60;a&#62;</httpd:route>')
  t.match(body, `          <httpd:hcmethod>GET</httpd:hcmethod>
          <httpd:hcinterval>5000</httpd:hcinterval>
          <httpd:hcpasses>1</httpd:hcpasses>
          <httpd:hcfails>1</httpd:hcfails>
          <httpd:hcuri>/health</httpd:hcuri>
          <httpd:hcexpr></httpd:hcexpr>
          <httpd:hcpassed>0</httpd:hcpassed>
          <httpd:hcfailed>0</httpd:hcfailed>
        </httpd:worker>`)
})
