import t from 'tap'
import { main, read, refusal, verdicts } from '../support/read.ts'

t.test('by default the Host is the member\'s, and X-Forwarded headers are added', async t => {
  t.match(main(t, ''), { proxyPreserveHost: false, proxyAddHeaders: true, proxyTimeout: 60_000 })
})

t.test('ProxyTimeout wins over Timeout, a virtual host over the main server', async t => {
  const hosts = '<VirtualHost *>\n</VirtualHost>\n<VirtualHost *>\nProxyTimeout 500ms\nProxyPreserveHost Off\n</VirtualHost>\n<VirtualHost *>\nTimeout 7\n</VirtualHost>'
  const timeouts = (text: string): number[] => read(t, `${text}\n${hosts}`).virtualHosts.map(({ proxyTimeout }) => proxyTimeout)
  t.same(timeouts('Timeout 9'), [9_000, 500, 7_000])
  t.same(timeouts('Timeout 9\nProxyTimeout 8'), [8_000, 500, 8_000])
  t.match(read(t, `ProxyPreserveHost On\nProxyAddHeaders Off\n${hosts}`).virtualHosts, [
    { proxyPreserveHost: true, proxyAddHeaders: false }, { proxyPreserveHost: false, proxyAddHeaders: false }, {}
  ])
})

t.test('ProxySourceAddress is an IP address, a virtual host\'s or the main server\'s', async t => {
  t.equal(main(t, '').proxySourceAddress, null)
  const { virtualHosts } = read(t, 'ProxySourceAddress 192.0.2.1\n<VirtualHost *>\n</VirtualHost>\n<VirtualHost *>\nProxySourceAddress [2001:db8::1]\n</VirtualHost>')
  t.same(virtualHosts.map(({ proxySourceAddress }) => proxySourceAddress), ['192.0.2.1', '2001:db8::1'])
  t.equal(refusal(t, 'ProxySourceAddress localhost'), 'httpd.conf:1: ProxySourceAddress: must be an IP address, not "localhost"')
})

t.test('reverse rules and cookie rules: the main server\'s first', async t => {
  const { virtualHosts } = read(t, [
    'ProxyPassReverse /a http://a/', 'ProxyPassReverseCookiePath /in /a', 'ProxyPassReverseCookieDomain in.test a.test',
    '<VirtualHost *>', 'ProxyPassReverse /b http://b/', 'ProxyPassReverseCookiePath /in /b', 'ProxyPassReverseCookieDomain in.test b.test', '</VirtualHost>'
  ].join('\n'))
  t.match(virtualHosts[0], {
    proxyPassReverse: [{ path: '/a', url: 'http://a/' }, { path: '/b', url: 'http://b/' }],
    proxyPassReverseCookiePath: [{ internal: '/in', public: '/a' }, { internal: '/in', public: '/b' }],
    proxyPassReverseCookieDomain: [{ internal: 'in.test', public: 'a.test' }, { internal: 'in.test', public: 'b.test' }]
  })
})

t.test('reverse rules in a Location hold there alone, behind those of the servers', async t => {
  const { virtualHosts: [host] } = read(t, [
    '<Location /a>', 'ProxyPassReverse http://h/', 'ProxyPassReverseCookiePath /in /a', 'ProxyPassReverseCookieDomain in.test a.test', '</Location>',
    'ProxyPassReverse /c /', '<VirtualHost *>', 'ProxyPassReverse /d /d', '<LocationMatch ^/e>', 'ProxyPassReverseCookiePath /in /e', '</LocationMatch>', '</VirtualHost>'
  ].join('\n'))
  t.same(host?.proxyPassReverse, [{ path: '/c', url: '/' }, { path: '/d', url: '/d' }, { path: '/a', url: 'http://h/', location: '/a' }])
  t.same(host?.proxyPassReverseCookiePath, [{ internal: '/in', public: '/a', location: '/a' }, { internal: '/in', public: '/e', location: /^\/e/ }])
  t.same(host?.proxyPassReverseCookieDomain, [{ internal: 'in.test', public: 'a.test', location: '/a' }])
  t.equal(refusal(t, '<LocationMatch ^/a>\nProxyPassReverse http://h/\n</LocationMatch>'), 'httpd.conf:2: ProxyPassReverse: needs a <Location> with a path, which it leads back to, not a pattern')
})

t.test('a reverse rule may come before its balancer, which must exist', async t => {
  t.equal(main(t, 'ProxyPassReverse / balancer://x/\nBalancerMember balancer://x http://h').proxyPassReverse.length, 1)
  t.equal(refusal(t, 'ProxyPassReverse / balancer://x/'), 'httpd.conf:1: ProxyPassReverse: balancer://x/: there is no such balancer')
  t.equal(refusal(t, 'ProxyPassReverse / balancer://'), 'httpd.conf:1: ProxyPassReverse: a balancer is balancer://name, not "balancer://"')
})

t.test('rules that are not whole or want interpolation are refused', async t => {
  t.equal(refusal(t, 'ProxyPassReverse /x'), 'httpd.conf:1: ProxyPassReverse: needs a path and a URL when it is not in a <Location>')
  t.equal(refusal(t, 'ProxyPassReverse /x http://h/ interpolate'), 'httpd.conf:1: ProxyPassReverse: interpolate is not supported yet')
  t.equal(refusal(t, 'ProxyPassReverseCookiePath /a /b interpolate'), 'httpd.conf:1: ProxyPassReverseCookiePath: interpolate is not supported yet')
  t.equal(refusal(t, 'ProxyPassReverseCookiePath /a'), 'httpd.conf:1: ProxyPassReverseCookiePath: takes 2 to 3 arguments, not 1')
})

t.test('what is as it is here may be said', async t => {
  t.same(verdicts(t, 'ProxyRequests Off\nBalancerInherit ON\nBalancerGrowth 1000'), [
    'ProxyRequests ignored this is no forward proxy',
    'BalancerInherit ignored all virtual hosts share the balancers',
    'BalancerGrowth ignored balancers need no slots'
  ])
})

t.test('what would be different is refused', async t => {
  for (const line of ['ProxyRequests On', 'BalancerGrowth 1001']) {
    t.match(refusal(t, line), new RegExp(`^httpd\\.conf:1: ${line.split(' ')[0]}: (?:not supported yet: it can only be|must be a whole number up to 1000)`), line)
  }
})

t.test('ProxyVia and ProxyMaxForwards', async t => {
  t.match(main(t, ''), { proxyVia: 'off', proxyMaxForwards: null })
  t.match(main(t, 'ProxyVia FULL\nProxyMaxForwards 10'), { proxyVia: 'full', proxyMaxForwards: 10 })
  t.match(read(t, 'ProxyVia on\nProxyMaxForwards 10\n<VirtualHost *>\nProxyVia Block\n</VirtualHost>').virtualHosts[0], { proxyVia: 'block', proxyMaxForwards: 10 })
  t.equal(refusal(t, 'ProxyVia Yes'), 'httpd.conf:1: ProxyVia: must be On, Off, Full or Block, not "Yes"')
  t.match(refusal(t, 'ProxyMaxForwards -1'), /^httpd\.conf:1: ProxyMaxForwards: must be a whole number/)
})

t.test('CF-10: ProxyErrorOverride is On, with statuses or for all, or Off', async t => {
  t.equal(main(t, '').proxyErrorOverride, false)
  t.equal(main(t, 'ProxyErrorOverride on').proxyErrorOverride, true)
  t.same(main(t, 'ProxyErrorOverride On 500 503').proxyErrorOverride, [500, 503])
  t.same(read(t, 'ProxyErrorOverride On\n<VirtualHost *>\nProxyErrorOverride Off\n</VirtualHost>\n<VirtualHost *>\n</VirtualHost>').virtualHosts.map(each => each.proxyErrorOverride), [false, true])
  t.equal(refusal(t, 'ProxyErrorOverride On 200'), 'httpd.conf:1: ProxyErrorOverride: a status must be from 400 to 599, not "200"')
  t.equal(refusal(t, 'ProxyErrorOverride 404'), 'httpd.conf:1: ProxyErrorOverride: must be On or Off, not "404"')
  t.equal(refusal(t, 'ProxyErrorOverride Off 404'), 'httpd.conf:1: ProxyErrorOverride: Off takes no statuses')
})

t.test('in a Location they hold for its path', async t => {
  t.match(main(t, '<Location /a>\nProxyPreserveHost On\nProxyAddHeaders Off\nProxyErrorOverride On 404\n</Location>'), {
    proxyPreserveHost: false,
    proxyAddHeaders: true,
    proxyErrorOverride: false,
    locationRules: [{ path: '/a', proxyPreserveHost: true, proxyAddHeaders: false, proxyErrorOverride: [404] }]
  })
})

t.test('route cookies are signed with a secret, the older ones still hold, and a virtual host may have its own', async t => {
  const [one, two, three] = ['1', '2', '3'].map(digit => digit.repeat(32))
  t.strictSame(main(t, '').routeCookieSecrets, [])
  t.strictSame(main(t, `RouteCookieSecret ${one} ${two}`).routeCookieSecrets, [one, two])
  const { virtualHosts } = read(t, `RouteCookieSecret ${one}\n<VirtualHost *>\nRouteCookieSecret ${three}\n</VirtualHost>\n<VirtualHost *>\n</VirtualHost>`)
  t.strictSame(virtualHosts.map(({ routeCookieSecrets }) => routeCookieSecrets), [[three], [one]])
  t.equal(refusal(t, 'RouteCookieSecret short'), 'httpd.conf:1: RouteCookieSecret: each secret must have at least 32 characters')
})

t.test('what happens when members fail: how much is kept to try again, what clients are told', async t => {
  t.match(main(t, ''), { proxy100Continue: true, proxyErrorReason: false, proxyRetryBodySize: 65_536 })
  const { virtualHosts } = read(t, [
    'Proxy100Continue Off', 'ProxyErrorReason On', 'ProxyRetryBodySize 0',
    '<VirtualHost *>', '</VirtualHost>', '<VirtualHost *>', 'Proxy100Continue On', 'ProxyErrorReason Off', 'ProxyRetryBodySize 1048576', '</VirtualHost>'
  ].join('\n'))
  t.match(virtualHosts, [
    { proxy100Continue: false, proxyErrorReason: true, proxyRetryBodySize: 0 },
    { proxy100Continue: true, proxyErrorReason: false, proxyRetryBodySize: 1_048_576 }
  ])
  t.equal(refusal(t, 'ProxyRetryBodySize 64K'), 'httpd.conf:1: ProxyRetryBodySize: must be a whole number, not "64K"')
  t.equal(refusal(t, 'Proxy100Continue maybe'), 'httpd.conf:1: Proxy100Continue: must be On or Off, not "maybe"')
})
