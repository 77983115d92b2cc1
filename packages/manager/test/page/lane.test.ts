import { flag } from '@fastify-balancer/core'
import type { Drain, MemberSeries, MemberSnapshot } from '@fastify-balancer/core'
import t from 'tap'
import type { MemberLook } from '../../src/look/member-look.ts'
import { stateOf } from '../../src/look/state.ts'
import { actionButtons } from '../../src/page/actions.ts'
import { busyChart } from '../../src/page/busy-chart.ts'
import { area, line, linear, logarithmic } from '../../src/page/chart.ts'
import { latencyChart } from '../../src/page/latency-chart.ts'
import { requestsChart } from '../../src/page/requests-chart.ts'
import { shareBars } from '../../src/page/share-bars.ts'
import { stateCell } from '../../src/page/state-cell.ts'
import { totalsCard } from '../../src/page/totals.ts'
import { why } from '../../src/page/why.ts'
import { amount, clock, counted, duration, latency, percent } from '../../src/page/words.ts'

const now = new Date(2026, 10, 20, 14, 32, 7).getTime()

const none: MemberSeries = { requests: [null, null], status4xx: [null, null], status5xx: [null, null], p50: [null, null], p99: [null, null], busy: [null, null] }
const idle: MemberSeries = { ...none, requests: [null, 0], status4xx: [null, 0], status5xx: [null, 0], busy: [null, 0] }
const at = (requests: number, status4xx: number, status5xx: number): MemberSeries => ({
  requests: [null, requests], status4xx: [null, status4xx], status5xx: [null, status5xx], p50: [null, 16], p99: [null, 118], busy: [null, 14]
})

function look (values: Partial<MemberLook>, member: Partial<MemberSnapshot> = {}): MemberLook {
  const flags = member.flags ?? flag.O
  return {
    member: { flags, busy: 14, max: 50, errorTime: 0, retry: 60_000, retries: 0, ejection: { ejected: false, until: 0, count: 0, probing: false }, ...member } as MemberSnapshot,
    name: 'a',
    state: stateOf(flags, values.slow !== undefined),
    slow: null,
    series: null,
    drain: null,
    since: { since: null, cause: '', count: 0 },
    rate: 0,
    share: null,
    weight: 0.5,
    ...values
  }
}

const words = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim()

t.test('numbers are written as people read them', async t => {
  t.same([0, 59_000, 60_000, 192_000, 600_000, 7_200_000, 187_200_000, -1].map(duration), ['0 s', '59 s', '1 min', '3 min 12 s', '10 min', '2 h', '2 d 4 h', '0 s'])
  t.same([0, 0.44, 71.62, 100, 1_184, 1_234_567].map(amount), ['0', '0.4', '71.6', '100', '1\u202f184', '1\u202f234\u202f567'])
  t.same([0.44, 118.4, 1_900, 4_000].map(latency), ['0.4 ms', '118 ms', '1.9 s', '4 s'])
  t.same([0, 0.002, 0.84, 0.041].map(percent), ['0 %', '0.2 %', '84 %', '4.1 %'])
  t.equal(clock(now), '14:32:07')
  t.same([counted(1, 'member'), counted(2, 'member')], ['1 member', '2 members'])
})

t.test('lines and areas have gaps where nothing is known', async t => {
  const y = linear(10, 100, 0)
  t.equal(line([0, 5, null, 10], y), 'M0,100 1,50M3,0')
  t.equal(area([5, null, 10, 10], 100, y), 'M0,50 0,100 0,100ZM2,0 3,0 3,100 2,100Z')
  t.equal(area([10, 10], [5, null], y), 'M0,0 1,0 1,100 0,50Z')
  t.equal(linear(0, 100)(0), 100)
  t.same([1, 2, 77.5, 3_000, 9_000].map(logarithmic(2, 3_000, 72)), [72, 72, 36, 0, 0])
})

t.test('requests are stacked: 5xx, 4xx, the others', async t => {
  const chart = requestsChart(look({ series: at(10, 2, 3), rate: 10 }), 20, '<mark>')
  t.match(chart, 'class="s2" d="M1,37 1,72 1,72Z"')
  t.match(chart, 'class="s4" d="M1,55 1,72 1,72Z"')
  t.match(chart, 'class="s5" d="M1,62 1,72 1,72Z"')
  t.match(chart, 'aria-label="Requests a second, last 5 minutes: now 10, least 10, most 10"')
  t.match(chart, '<mark>')
  t.equal(words(chart), 'Requests/s 10 30 % 5xx')
  t.notMatch(requestsChart(look({ series: at(10, 0, 0) }), 20, ''), /s4|s5"/)
  t.equal(words(requestsChart(look({ series: at(10, 0, 0), rate: 10 }), 20, '')), 'Requests/s 10 no 5xx')
  t.equal(words(requestsChart(look({ series: idle }), 20, '')), 'Requests/s 0 none in 5 min')
  t.equal(words(requestsChart(look({ series: none }), 20, '')), 'Requests/s 0 not known yet')
  t.equal(words(requestsChart(look({ rate: 3 }), 20, '')), 'Requests/s 3')
})

t.test('latency is a line at the median and a band up to p99', async t => {
  const chart = latencyChart(look({ series: at(10, 0, 0) }), '')
  t.match(chart, 'class="bd" d="M1,32 1,52Z"')
  t.match(chart, 'class="p50" d="M1,52"')
  t.equal(words(chart), 'p50 16 ms p99 118 ms')
  t.equal(words(latencyChart(look({ series: idle }), '')), 'Latency no answers in 5 min')
  t.equal(latencyChart(look({}), ''), '')
})

t.test('busy is drawn against max', async t => {
  t.match(busyChart(look({ series: at(1, 0, 0) })), 'class="max" d="M0,4 59,4"')
  t.equal(words(busyChart(look({ series: at(1, 0, 0) }))), 'Busy 14 of 50')
  t.notMatch(busyChart(look({ series: at(1, 0, 0) }, { max: 0 })), 'class="max"')
  t.equal(words(busyChart(look({ series: idle }, { busy: 0 }))), 'Busy 0 of 50 idle')
  t.equal(words(busyChart(look({}))), 'Busy 14 of 50')
})

t.test('a share is held against its weight', async t => {
  t.equal(words(shareBars(look({ share: 0.84 }))), 'Share 84 % weight 50 % +34 points')
  t.match(shareBars(look({ share: 0.84 })), '<rect class="over" x="100" y="6" width="68" height="12"/>')
  t.equal(words(shareBars(look({ share: 0.16, weight: 0.25 }))), 'Share 16 % weight 25 % −9 points')
  t.match(shareBars(look({ share: 0.16, weight: 0.25 })), '<rect class="miss" x="32" y="6.5" width="18" height="11"/>')
  t.equal(words(shareBars(look({ share: 0.34, weight: 1 / 3 }))), 'Share 34 % weight 33 % on target')
  t.equal(words(shareBars(look({ share: null }))), 'Share weight 50 % too few requests to tell')
  t.equal(words(shareBars(look({ share: null, weight: null }))), 'Share 0 % held in reserve no weight of its own')
  t.equal(words(shareBars(look({ share: 0.2, weight: null }))), 'Share 20 % weight 0 % +20 points', 'a standby at work')
})

t.test('a state is told with what is known of it', async t => {
  const cell = (values: Partial<MemberLook>, member: Partial<MemberSnapshot> = {}): string => words(stateCell(look(values, member), now))
  t.equal(cell({}), 'Healthy')
  t.equal(cell({ slow: { p99: 1_900, peers: 60 } }), 'Slow p99 1.9 s, its peers 60 ms')
  const failed = { flags: flag.O | flag.E, errorTime: now - 18_000 }
  t.equal(cell({}, failed), 'In error for 18 s next try in 42 s')
  t.equal(cell({ since: { since: now - 192_000, cause: 'connection refused', count: 3 } }, failed), 'In error for 3 min 12 s connection refused, 3 times in a row next try in 42 s')
  t.equal(cell({}, { ...failed, retry: 0 }), 'In error for 18 s next try with the next request')
  const ejection = { ejected: true, until: now + 3_500, count: 1, probing: false }
  t.equal(cell({}, { ...failed, ejection }), 'In error for 18 s tested in 4 s')
  t.equal(cell({}, { ...failed, ejection: { ...ejection, probing: true } }), 'In error for 18 s a request is testing it')
  t.equal(cell({}, { flags: flag.O | flag.E | flag.D, errorTime: now }), 'Disabled gets no requests, also not those of its sessions')
})

t.test('a drain is a ring and an outlook', async t => {
  const cell = (drain: Partial<Drain>): string => stateCell(look({ drain: { since: now, by: 'ann', sessionsAtStart: 214, sessionsLeft: 37, perMinute: 1.9, emptyAt: now + 1_140_000, ...drain } }, { flags: flag.O | flag.N }), now)
  t.match(cell({}), 'stroke-dasharray="22.8 131.9"')
  t.equal(words(cell({})), '37 Draining 37 of 214 sessions left empty about 14:51, in 19 min; 1.9 leave a minute')
  t.match(cell({ emptyAt: null }), 'not getting fewer')
  t.match(cell({ perMinute: null, emptyAt: null }), 'too early to say')
  t.match(cell({ sessionsLeft: 0, emptyAt: now }), 'empty since 14:32:07')
  t.match(cell({ sessionsLeft: 0, emptyAt: null }), 'requests are still in flight')
  t.equal(words(cell({ sessionsAtStart: 0, sessionsLeft: 0 })), 'Draining no new sessions; those it has stay')
  t.match(cell({ sessionsLeft: 12_345, sessionsAtStart: 12_345 }), '>12.3k</text>')
})

t.test('what may be done depends on the state', async t => {
  const buttons = (flags: number): string => words(actionButtons(look({}, { flags: flag.O | flags, url: 'http://h:80/x', route: '' }), 'http://m/api', 'shop', 'c').replace(/<button type="button" class="ghost".*/s, ''))
  t.same([0, flag.N, flag.D, flag.S, flag.E, flag.C, flag.H, flag.R].map(buttons),
    ['Drain Disable', 'Enable Stop now', 'Enable', 'Start', 'Drain Disable', 'Drain Disable', 'Disable', 'Disable'])
})

t.test('an action has its command to copy', async t => {
  const buttons = (route: string): string => actionButtons(look({ name: route }, { url: 'http://h:80/x', route }), 'http://m/api', 'shop', 'c')
  t.match(buttons(''), 'data-url="balancers/shop/members/http%3A%2F%2Fh%3A80%2Fx" data-status="+N"')
  t.notMatch(actionButtons(look({}, { url: 'http://h', route: '' }), 'http://m/api', 'shop', null), 'curl')
  t.match(buttons('r/1').replaceAll('&#34;', '"').replaceAll('&#39;', "'"), '<pre>curl --user "$USER" --json \'{"status":"+N"}\' \\\n  --request PATCH \\\n  http://m/api/balancers/shop/members/r%2F1</pre>')
})

t.test('why elections went where they went', async t => {
  const counts = { route: 812, redirect: 9, learned: 0, probe: 0, source: 0, lbmethod: 135, failover: 44 }
  t.equal(words(why(counts)), 'Why the last 1000 elections went where they went route 812 lbmethod 135 failover 44 redirect 9 source 0')
  t.match(why({ ...counts, learned: 3 }), 'learned <b>3</b>')
  t.match(why({ ...counts, probe: 2 }), 'probe <b>2</b>')
  t.match(why({ route: 0, redirect: 0, learned: 0, probe: 0, source: 0, lbmethod: 0, failover: 0 }), 'none yet')
})

t.test('four numbers stand for the whole', async t => {
  t.equal(words(totalsCard(at(200, 0, 1), 2)), 'Both balancers, last 5 minutes Requests 200 /s Answered 5xx 0.5 % Latency p99 118 ms Busy 14')
  t.equal(words(totalsCard(none, 1)), 'The balancer, last 5 minutes Requests – /s Answered 5xx 0 % Latency p99 – Busy 0')
  t.match(totalsCard(idle, 3), 'All 3 balancers')
})
