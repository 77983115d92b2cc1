import t from 'tap'
import { read, refusal, verdicts } from '../support/read.ts'

t.test('a virtual host has addresses and names, and inherits a name it does not have', async t => {
  const { main, virtualHosts } = read(t, 'ServerName main.test\n<VirtualHost *:80 [::1]:81>\nServerName a.test\nServerAlias b.test *.c.test\nServerAlias d.test\n</VirtualHost>\n<VirtualHost 10.0.0.1>\n</VirtualHost>')
  t.match(main, { addresses: [], serverName: 'main.test', place: null })
  t.match(virtualHosts, [
    { addresses: [{ host: null, port: 80 }, { host: '::1', port: 81 }], serverName: 'a.test', serverAlias: ['b.test', '*.c.test', 'd.test'], place: { line: 2 } },
    { addresses: [{ host: '10.0.0.1', port: null }], serverName: 'main.test', serverAlias: [], place: { line: 7 } }
  ])
})

t.test('<Proxy> of anything but a balancer can only let everybody in', async t => {
  t.same(verdicts(t, '<Proxy *>\nRequire all granted\n</Proxy>'), ['<Proxy> used', 'Require ignored everybody gets in without it too'])
  t.equal(refusal(t, '<Proxy *>\nRequire local\n</Proxy>'), 'httpd.conf:2: Require: not supported yet in <Proxy>')
  t.equal(refusal(t, '<Proxy *>\nOrder deny,allow\n</Proxy>'), 'httpd.conf:2: Order: not supported yet')
  t.equal(refusal(t, '<Proxy *>\nBalancerMember http://a\n</Proxy>'), 'httpd.conf:2: BalancerMember: takes balancer://name and one URL when it is not in a <Proxy balancer://name>')
  t.equal(refusal(t, '<Proxy http://h/ retry=5>\n</Proxy>'), 'httpd.conf:1: <Proxy>: parameters of a plain URL stand on its ProxyPass')
})

t.test('<Location> takes a path, one with wildcards, or ~ and a pattern', async t => {
  t.same(verdicts(t, '<Location "/a*">\n</Location>\n<Location ~ ^/a>\n</Location>\n<LocationMatch ^/a>\n</LocationMatch>'), ['<Location> used', '<Location> used', '<LocationMatch> used'])
  const refused: ReadonlyArray<readonly [section: string, why: string]> = [
    ['<Location a>\n</Location>', '<Location>: the path must begin with /: "a"'],
    ['<Location ~>\n</Location>', '<Location>: ~ needs a pattern'],
    ['<Location /a /b>\n</Location>', '<Location>: takes one path, or ~ and a pattern, not "/a /b"'],
    ['<LocationMatch (>\n</LocationMatch>', '<LocationMatch>: Invalid regular expression: /(/: Unterminated group']
  ]
  for (const [section, why] of refused) t.equal(refusal(t, section), `httpd.conf:1: ${why}`)
  t.equal(refusal(t, '<Location /m*>\nSetHandler balancer-manager\n</Location>'), 'httpd.conf:2: SetHandler: needs a <Location> with a path, not a pattern')
})

t.test('other sections are refused', async t => {
  t.equal(refusal(t, '<ProxyMatch ^/a>\nRequire local\n</ProxyMatch>'), 'httpd.conf:1: <ProxyMatch>: not supported yet')
})
