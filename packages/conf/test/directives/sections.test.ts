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

t.test('<Location> takes a path', async t => {
  for (const path of ['"/a*"', '~ ^/a', '/[ab]']) t.equal(refusal(t, `<Location ${path}>\n</Location>`), 'httpd.conf:1: <Location>: patterns are not supported yet')
  t.equal(refusal(t, '<Location a>\n</Location>'), 'httpd.conf:1: <Location>: the path must begin with /: "a"')
})

t.test('other sections are refused', async t => {
  t.equal(refusal(t, '<LocationMatch ^/a>\nRequire local\n</LocationMatch>'), 'httpd.conf:1: <LocationMatch>: not supported yet')
})
