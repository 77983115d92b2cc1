import t from 'tap'
import { read, refusal, verdicts } from '../support/read.ts'

function inProxy (...lines: string[]): string {
  return ['<Proxy balancer://x>', ...lines, '</Proxy>'].join('\n')
}

t.test('a section has members and parameters, and sections of one name are one balancer', async t => {
  const { balancers } = read(t, [
    '<Proxy "balancer://Shop/any" nofailover=On>', 'BalancerMember http://A:80 route=a LoadFactor=2', 'BalancerMember retry=5ms http://b/app', '</Proxy>',
    '<Proxy balancer://shop>', 'ProxySet lbmethod=byrequests stickysession=ID', 'ProxySet stickysession=SID|sid', '</Proxy>'
  ].join('\n'))
  t.match(balancers, [{
    name: 'shop',
    parameters: { nofailover: 'On', lbmethod: 'byrequests', stickysession: 'SID|sid' },
    members: [{ url: 'http://A:80', route: 'a', loadfactor: '2' }, { url: 'http://b/app', retry: '5ms' }],
    place: { line: 1 }
  }])
})

t.test('outside of sections the balancer is named', async t => {
  const { balancers } = read(t, 'BalancerMember balancer://x http://a\nProxySet balancer://X maxattempts=2')
  t.match(balancers, [{ name: 'x', parameters: { maxattempts: '2' }, members: [{ url: 'http://a' }] }])
})

t.test('of a repeated parameter the last counts', async t => {
  t.match(read(t, inProxy('BalancerMember http://a retry=1 retry=2', 'ProxySet growth=1', 'ProxySet growth=2')).balancers, [
    { parameters: { growth: '2' }, members: [{ retry: '2' }] }
  ])
})

t.test('waiting, asking first and slow start are a member\'s', async t => {
  t.match(read(t, inProxy('BalancerMember http://a max=2 acquire=100 ping=500ms slowstart=30')).balancers[0]?.members, [
    { max: '2', acquire: '100', ping: '500ms', slowstart: '30' }
  ])
})

t.test('members may speak WebSocket, by their URL or by upgrade', async t => {
  const text = inProxy('BalancerMember ws://a', 'BalancerMember WSS://B:443/x', 'BalancerMember http://c upgrade=ANY', 'BalancerMember unix:s|ws:', 'ProxySet drainwindow=1mi')
  t.match(read(t, text).balancers, [{
    parameters: { drainwindow: '1mi' },
    members: [{ url: 'ws://a' }, { url: 'WSS://B:443/x' }, { url: 'http://c', upgrade: 'ANY' }, { url: /^unix:.*\/s\|ws:\/\/localhost$/ }]
  }])
})

t.test('every lbmethod may be set, and what affinity needs', async t => {
  for (const lbmethod of ['byrequests', 'bytraffic', 'bybusyness', 'bylatency', 'bysource', 'bysessions', 'heartbeat']) {
    t.match(read(t, inProxy(`ProxySet lbmethod=${lbmethod}`)).balancers, [{ parameters: { lbmethod } }])
  }
  t.match(read(t, inProxy('ProxySet loadbound=1.5 routecookie=NODE learn=SID nonidempotent=On')).balancers, [
    { parameters: { loadbound: '1.5', routecookie: 'NODE', learn: 'SID', nonidempotent: 'On' } }
  ])
})

t.test('enablereuse is the opposite of disablereuse', async t => {
  t.match(read(t, inProxy('BalancerMember http://a enablereuse=On', 'BalancerMember http://b enablereuse=off')).balancers[0]?.members, [
    { disablereuse: 'off' }, { disablereuse: 'on' }
  ])
})

t.test('a member\'s tuning that means nothing here is told of', async t => {
  t.equal(verdicts(t, inProxy('BalancerMember http://a secret=x flushwait=3'))[1],
    'BalancerMember used without secret (for AJP only), flushwait (what a member sends is passed on at once)')
})

t.test('a longer URL is a member of its own, where httpd shares the shorter', async t => {
  const text = inProxy('BalancerMember http://h:1', 'BalancerMember http://h:1/app route=b')
  t.equal(read(t, text).balancers[0]?.members.length, 2)
  t.equal(verdicts(t, text)[2], 'BalancerMember used httpd would share http://h:1')
})

t.test('a member twice is refused with both places', async t => {
  t.equal(refusal(t, inProxy('BalancerMember http://H:80', 'BalancerMember http://h/ route=b')),
    'httpd.conf:3: BalancerMember: http://h is a member of balancer://x already, from httpd.conf:2')
})

t.test('all virtual hosts share a balancer: only one may fill it, and nobody contradicts', async t => {
  t.match(read(t, `${inProxy('BalancerMember http://a')}\n<VirtualHost *>\nProxyPass / balancer://x/ nofailover=On\n</VirtualHost>\n<VirtualHost *>\nProxyPass / balancer://x/ nofailover=On\n</VirtualHost>`).balancers,
    [{ parameters: { nofailover: 'On' } }])
  t.equal(refusal(t, `<VirtualHost *>\n${inProxy('BalancerMember http://a')}\n</VirtualHost>\n<VirtualHost *>\n${inProxy('BalancerMember http://b')}\n</VirtualHost>`),
    'httpd.conf:8: BalancerMember: balancer://x has members from httpd.conf:3, and all virtual hosts share it: use another name')
  t.equal(refusal(t, 'ProxyPass / balancer://x/ nofailover=On\n<VirtualHost *>\nProxyPass / balancer://x/ nofailover=Off\n</VirtualHost>'),
    'httpd.conf:3: ProxyPass: balancer://x has nofailover=On from httpd.conf:1, and all virtual hosts share it')
})

t.test('what cannot be a member is refused', async t => {
  const refused: ReadonlyArray<readonly [words: string, why: string]> = [
    ['http://a http://b', 'takes one URL in <Proxy balancer://x>, not 2'],
    ['route=a', 'takes one URL in <Proxy balancer://x>, not 0'],
    ['a/b', 'balancer://x member: url must be http://host[:port][/path], https://…, ws://…, wss://… or unix:/socket|http://…, not "a/b"'],
    ['ajp://a', 'balancer://x member: members speak http, https, ws or wss, not ajp'],
    ['balancer://a', 'balancer://x member: members speak http, https, ws or wss, not balancer'],
    ['http://a loadfactor=0', 'balancer://x member http://a: loadfactor must be a number from 1 to 100, not "0"'],
    ['http://a loadfactor=101', 'balancer://x member http://a: loadfactor must be a number from 1 to 100, not "101"'],
    ['http://a status=+Z', 'balancer://x member http://a: status must be status letters out of I N D S E H R C, each after + or -, not "+Z"'],
    ['http://a enablereuse=1', 'must be On or Off, not "1"'],
    ['http://a upgrade=', 'balancer://x member http://a: upgrade must be protocols separated by commas, or ANY, at most 15 characters, not ""'],
    ['http://a acquire=0', 'balancer://x member http://a: acquire must be a whole number of milliseconds of at least 1 ms, or one with a unit (s, ms, mi, h), not "0"'],
    ['http://a learn=SID', "balancer://x member http://a: unknown parameter learn, it is a balancer's"],
    ['http://a growth=5', "balancer://x member http://a: unknown parameter growth, it is a balancer's"],
    ['http://a bogus=5', 'balancer://x member http://a: unknown parameter bogus'],
    ['http://a =5', 'a parameter is key=value, not "=5"']
  ]
  for (const [words, why] of refused) t.equal(refusal(t, inProxy(`BalancerMember ${words}`)), `httpd.conf:2: BalancerMember: ${why}`)
  t.equal(refusal(t, 'BalancerMember http://a'), 'httpd.conf:1: BalancerMember: takes balancer://name and one URL when it is not in a <Proxy balancer://name>')
  t.equal(refusal(t, 'BalancerMember foo://x http://a'), 'httpd.conf:1: BalancerMember: a balancer is balancer://name, not "foo://x"')
})

t.test('what cannot be set is refused', async t => {
  const refused: ReadonlyArray<readonly [words: string, why: string]> = [
    ['growth=0', 'balancer://x: growth must be a whole number from 1 to 100, not "0"'],
    ['timeout=0', 'balancer://x: timeout must be a whole number of seconds of at least 1 ms, or one with a unit (s, ms, mi, h), not "0"'],
    ['failonstatus=600', 'balancer://x: failonstatus must be statuses from 100 to 599, separated by commas, not "600"'],
    ['lbmethod=nope', 'balancer://x: lbmethod must be one of bybusyness, bylatency, byrequests, bysessions, bysource, bytraffic, heartbeat, not "nope"'],
    ['routecookie=a;b', 'balancer://x: routecookie must be the name of a cookie, not "a;b"'],
    ['ping=3', "balancer://x: unknown parameter ping, it is a BalancerMember's"],
    ['retry=3', "balancer://x: unknown parameter retry, it is a BalancerMember's"],
    ['secret=3', "balancer://x: unknown parameter secret, it is a BalancerMember's"],
    ['hcuri=/', "balancer://x: unknown parameter hcuri, it is a BalancerMember's"],
    ['enablereuse=on', "balancer://x: unknown parameter enablereuse, it is a BalancerMember's"],
    ['bogus=3', 'balancer://x: unknown parameter bogus']
  ]
  for (const [words, why] of refused) t.equal(refusal(t, inProxy(`ProxySet ${words}`)), `httpd.conf:2: ProxySet: ${why}`)
  t.equal(refusal(t, 'ProxySet balancer://zz lbmethod=byrequests'), 'httpd.conf:1: ProxySet: no balancer://zz is defined up to here')
  t.equal(refusal(t, 'ProxySet http://zz/ retry=1'), 'httpd.conf:1: ProxySet: only balancers can be set: parameters of a plain URL stand on its ProxyPass')
})
