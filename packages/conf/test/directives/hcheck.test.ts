import t from 'tap'
import { read, refusal, verdicts } from '../support/read.ts'

function inProxy (...lines: string[]): string {
  return ['<Proxy balancer://x>', ...lines, '</Proxy>'].join('\n')
}

t.test('members say how they are checked', async t => {
  const { balancers, main } = read(t, [
    'ProxyHCExpr ok234 {%{REQUEST_STATUS} =~ /^[234]/}',
    inProxy('BalancerMember http://a hcmethod=GET hcinterval=1 hcpasses=2 hcfails=3 hcuri=/s hcexpr=OK234', 'BalancerMember http://b')
  ].join('\n'))
  t.match(balancers[0]!.members, [
    { url: 'http://a', hcmethod: 'GET', hcinterval: '1', hcpasses: '2', hcfails: '3', hcuri: '/s', hcexpr: 'ok234' }, { url: 'http://b' }
  ])
  t.strictSame(main.healthChecks, { expressions: { ok234: '%{REQUEST_STATUS} =~ /^[234]/' }, balancers: ['x'] })
})

t.test('a template stands for all it says and does not say, in its place', async t => {
  const { balancers } = read(t, [
    'ProxyHCTemplate base hcfails=5 hcuri=/base',
    'ProxyHCTemplate quick hctemplate=Base hcmethod=HEAD hcinterval=500ms',
    inProxy('BalancerMember http://a hcuri=/mine hctemplate=QUICK hcfails=2')
  ].join('\n'))
  t.match(balancers[0]!.members, [{ hcmethod: 'HEAD', hcinterval: '500ms', hcpasses: '1', hcfails: '2', hcuri: '/base', hcexpr: '', hctemplate: undefined }])
})

t.test('expressions stand in braces or quotes, each server has its own, and each balancer is one server\'s', async t => {
  const { main, virtualHosts } = read(t, [
    String.raw`ProxyHCExpr in_maint {hc('body') !~ /a{2}/ && resp('X') == 'it\'s' }`, 'ProxyHCExpr "quoted" "%{REQUEST_STATUS} -eq 200"',
    'BalancerMember balancer://empty2 http://e', '<Proxy balancer://empty lbmethod=byrequests>', '</Proxy>',
    '<VirtualHost *:81>', 'ProxyHCExpr own {true}', inProxy('BalancerMember http://a hcmethod=TCP hcexpr=own'), '</VirtualHost>'
  ].join('\n'))
  t.strictSame(main.healthChecks, {
    expressions: { in_maint: "hc('body') !~ /a{2}/ && resp('X') == 'it\\'s'", quoted: '%{REQUEST_STATUS} -eq 200' }, balancers: ['empty2', 'empty']
  })
  t.strictSame(virtualHosts[0]!.healthChecks, { expressions: { own: 'true' }, balancers: ['x'] })
})

t.test('without a word about checks there are none; a loaded module is a word', async t => {
  t.equal(read(t, inProxy('BalancerMember http://a')).main.healthChecks, null)
  t.strictSame(read(t, 'LoadModule proxy_hcheck_module modules/mod_proxy_hcheck.so').main.healthChecks, { expressions: {}, balancers: [] })
})

t.test('a plain ProxyPass has no member to check, and checks no threads', async t => {
  t.same(verdicts(t, 'ProxyPass /a http://a hcmethod=GET hctemplate=x retry=1\nProxyHCTPsize 16'), [
    'ProxyPass used without hcmethod, hctemplate (only members of balancers are checked)', 'ProxyHCTPsize ignored checks need no threads'
  ])
})

t.test('what is wrong is refused', async t => {
  const lines: ReadonlyArray<[line: string, reason: string]> = [
    [inProxy('BalancerMember http://a hcmethod=CPING'), '2: BalancerMember: balancer://x member http://a: hcmethod must be one of NONE, TCP, OPTIONS, HEAD, GET, OPTIONS11, HEAD11, GET11, not "CPING"'],
    [inProxy('BalancerMember http://a hctemplate=nope'), '2: BalancerMember: balancer://x member http://a: this server has no ProxyHCTemplate nope up to here'],
    [inProxy('BalancerMember http://a hcexpr=nope'), '2: BalancerMember: balancer://x member http://a: this server has no ProxyHCExpr nope up to here'],
    [inProxy('ProxySet hctemplate=x'), "2: ProxySet: balancer://x: unknown parameter hctemplate, it is a BalancerMember's"],
    ['ProxyHCTemplate t retry=1', '1: ProxyHCTemplate: template t: unknown parameter retry'],
    ['ProxyHCTemplate t hcinterval=99ms', '1: ProxyHCTemplate: template t: hcinterval must be a whole number of seconds of at least 100 ms, or one with a unit (s, ms, mi, h), not "99ms"'],
    ['ProxyHCExpr verylongnameof16 {true}', '1: ProxyHCExpr: a name has at most 15 characters, not "verylongnameof16"'],
    ['ProxyHCExpr bad {%{REQUEST_STATUS} =~ }', '1: ProxyHCExpr: expression %{REQUEST_STATUS} =~: an expression such as /^[23]/ or m#/#i, with no other flags than i, m and s must follow at the end'],
    ['ProxyHCExpr bad {true', '1: ProxyHCExpr: } is missing: {true'],
    ['ProxyHCExpr bad true || false', '1: ProxyHCExpr: the expression must stand in { }'],
    ['ProxyHCExpr bad', '1: ProxyHCExpr: takes at least 2 arguments, not 1'],
    ['ProxyHCTPsize x', '1: ProxyHCTPsize: must be a whole number, not "x"']
  ]
  for (const [line, reason] of lines) t.equal(refusal(t, line), `httpd.conf:${reason}`)
})
