import { readFileSync } from 'node:fs'
import { fail, flag } from '@fastify-balancer/core'
import type { BalancerMember, BalancerOptions } from '@fastify-balancer/core'
import t from 'tap'
import { serverBuilt, serverVersion } from '../../src/version.ts'
import { managerApp } from '../support/manager-app.ts'

/** The configuration of the httpd whose pages are in the fixtures. */
const balancers: Readonly<Record<string, BalancerOptions>> = {
  mycluster: {
    stickysession: 'ROUTEID',
    growth: 2,
    nonce: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    members: [
      { url: 'http://127.0.0.1:18101', route: 'node1', loadfactor: 1.5 },
      { url: 'http://127.0.0.1:18102', route: 'node2', redirect: 'node1' },
      { url: 'http://127.0.0.1:18199', route: 'dead' },
      { url: 'http://127.0.0.1:18103/app', route: 'off', status: '+D', lbset: 1 }
    ]
  },
  bulk: {
    lbmethod: 'bytraffic',
    timeout: 3,
    maxattempts: 5,
    nonce: 'None',
    stickysession: 'JSESSIONID|jsessionid',
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
  ['mycluster', 0, { elected: 6, lbstatus: 50, transferred: 1_245, read: 12_288 }],
  ['mycluster', 1, { elected: 4, transferred: 830, read: 9_421 }],
  ['mycluster', 2, { elected: 1, lbstatus: -50, flags: flag.O | flag.E }],
  ['bulk', 0, { elected: 3, transferred: 5_632, read: 400_384 }],
  ['bulk', 1, { elected: 1, transferred: 206, read: 199_680 }]
]

const pages: ReadonlyArray<readonly [name: string, query: string]> = [
  ['traffic', ''],
  ['edit-worker', '?b=mycluster&w=http://127.0.0.1:18102'],
  ['edit-balancer', '?b=mycluster']
]

for (const [name, query] of pages) {
  t.test(`the page is httpd's, letter by letter: ${name}`, async t => {
    const { balancers: known, get } = await managerApp(t, { balancers, proxyPassPaths: new Map([['mycluster', '/app'], ['bulk', '/bulk']]) })
    for (const [balancer, index, values] of counters) Object.assign(known.get(balancer).members[index]!, values)
    const { body } = await get(query)
    const captured = readFileSync(new URL(`../fixtures/balancer-manager.${name}.nohc.html`, import.meta.url), 'utf8')
    t.equal(comparable(body), comparable(captured))
  })
}

/** A page without what is drawn around httpd's elements, and without what may differ: style, viewport, versions, httpd's number of the host, kinds of quotes, order of lbmethods and those that the captured httpd lacks. */
function comparable (page: string): string {
  const options = [...page.matchAll(/<option .*\n/g)].map(([option]) => option).filter(option => !/bylatency|bysessions|bysource|heartbeat/.test(option)).sort()
  return page
    .replace('<html lang="en" class="', '<html class="').replace(/<html class="[\w ]+">/, '<html>')
    .replace(/<meta charset.*\n/, '')
    .replace(/<link .*\n/, '')
    .replace(/\n<p class="sr".*\n<p class="live" .*/, '')
    .replace(/<svg class="defs"[^]*?<\/svg>\n/, '')
    .replace(/<section class="card[^]*<h2 class="sr">Balancers<\/h2>\n/, '')
    .replace(/<p class="bsum.*\n/g, '')
    .replace(/<section class="why">.*\n/g, '')
    .replace(/<caption>.*?<\/caption>/g, '')
    .replace(/\n<td class="lane[^]*?<\/td>(?=<\/tr>)/g, '')
    .replace(/<p class="legend">.*\n/g, '')
    .replace(/<p class="acts">[^]*?(?=<input type=hidden)/, '')
    .replace(/<form id="quick"[^]*<\/button>\n/, '')
    .replace(/ aria-label=(?:"[^"]*"|'[^']*')| autofocus/g, '')
    .replace(/(<style type='text\/css'>)[^]*(<\/style>)/, '$1$2')
    .replace(/(Server Version: Apache\/2\.4\.)\d.*(<\/dt>)/, '$1x$2')
    .replace(/(Server Built: ).*(<\/dt>)/, '$1$2')
    .replace(/\[p[0-9a-f]{1,8}_/g, '[p_')
    .replace(/(?:<option .*\n)+/, () => options.join(''))
    .replace(/value="([^"]*)"/g, "value='$1'")
}

t.test('clients that ask for Apache 2.4.x and OpenSSL find them', async t => {
  t.match(serverVersion, /^Apache\/2\.4\.\d+ \(fastify-balancer \d+\.\d+\.\d+\) OpenSSL\/\d/)
  t.match(serverBuilt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/, 'and a date behind Server Built')
})

t.test('a balancer without stickiness, members and free slots', async t => {
  const { get } = await managerApp(t, { balancers: { 'a-b.c': { nofailover: true, timeout: '1500ms' } } })
  const { body } = await get('?b=a-b.c')
  t.match(body, /\[p[0-9a-f]{8}_a_b_c\]/)
  t.match(body, '<tr><td>0 [0 Used]</td>\n<td> (None) </td><td>On</td>\n<td>1500ms</td><td>0</td>\n<td>byrequests</td>\n<td>/</td>\n<td>Yes</td>')
  t.match(body, '<input name=\'b_sforce\' id=\'b_sforce1\' value=\'1\' type=radio checked aria-label="Disable Failover on">')
  t.notMatch(body, 'Add New Worker')
})

t.test('a member\'s states are checked in its form', async t => {
  const { get } = await managerApp(t, { balancers: { shop: { members: [{ url: 'http://h', status: 'DN' }] } } })
  const { body } = await get('?b=shop&w=http://h')
  for (const [letter, on] of Object.entries({ I: false, N: true, D: true, H: false, R: false, S: false })) {
    t.match(body, `id='w_status_${letter}1' value='1' type=radio${on ? ' checked' : ''} aria-label=`, letter)
  }
  t.notMatch(body, 'w_status_C')
})

t.test('without balancers there is only the head', async t => {
  const { get } = await managerApp(t, { balancers: {} })
  t.match((await get()).body, /<h2 class="sr">Balancers<\/h2>\n<hr \/>\n<\/body><\/html>\n$/)
})

t.test('everything is escaped', async t => {
  const evil = '"><script>\'&'
  const { get, submit, balancers } = await managerApp(t, {
    balancers: { 'a"<b>&c': { nonce: evil, growth: 1, stickysession: 'x"<b>', members: [{ url: 'http://h/%22%3Cb', route: evil, redirect: evil }] } },
    options: { serverName: evil }
  })
  const balancer = balancers.get('a"<b>&c')
  const raw = /"><script|"<b>/
  t.notMatch((await get(`?b=${encodeURIComponent(balancer.name)}`)).body, raw)
  t.notMatch((await get(`?b=${encodeURIComponent(balancer.name)}&w=http://h/%2522%253Cb`)).body, raw)
  t.notMatch((await submit(balancer, 'b_nwrkr=<b>&b_wyes=1')).body, 'not "<b>')
})

t.test('what needs a look is named, worst first, as many as fit', async t => {
  const { get, balancers: known } = await managerApp(t, {
    balancers: {
      calm: { members: [{ url: 'http://10.0.0.1' }] },
      shop: { members: [...Array.from({ length: 7 }, (_, i) => ({ url: `http://10.0.1.${i}`, route: `r${i}`, status: '+C' })), { url: 'http://10.0.1.9', route: 'drains', status: '+N' }] },
      gone: { members: [{ url: 'http://10.0.2.1', route: 'g' }] }
    }
  })
  const [member] = known.get('gone').members
  fail(member!, Date.now(), 'connection refused')
  known.get('shop').members[7]!.sessions = 3
  const { body } = await get()
  const card = /<section class="card attn">.*?<\/section>/.exec(body)![0].replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
  t.match(card, 'gone has no member that can serve g in gone is in error: connection refused next try in 60 s r0 in shop fails its check')
  t.match(card, 'r4 in shop fails its check and 3 members more 1 healthy 1 draining 7 failing check 1 in error')
  for (const { flags } of known.get('shop').members.slice(0, 7)) t.ok(flags & flag.C)
  for (const each of known.get('shop').members.slice(0, 7)) each.flags = flag.O
  member!.flags = flag.O
  t.match((await get()).body, /drains<\/b> in shop drains: 3 of 3 sessions left<\/span><small>too early to say/)
  known.get('shop').members[7]!.sessions = 0
  known.get('shop').members[7]!.flags = flag.O
  t.match((await get()).body, 'Nothing needs a look')
})
