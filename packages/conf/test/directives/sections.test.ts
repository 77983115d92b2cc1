import t from 'tap'
import { main, read, refusal } from '../support/read.ts'

t.test('a virtual host has addresses and names, and inherits a name it does not have', async t => {
  const { main, virtualHosts } = read(t, 'ServerName main.test\n<VirtualHost *:80 [::1]:81>\nServerName a.test\nServerAlias b.test *.c.test\nServerAlias d.test\n</VirtualHost>\n<VirtualHost 10.0.0.1>\n</VirtualHost>')
  t.match(main, { addresses: [], serverName: 'main.test', place: null })
  t.match(virtualHosts, [
    { addresses: [{ host: null, port: 80 }, { host: '::1', port: 81 }], serverName: 'a.test', serverAlias: ['b.test', '*.c.test', 'd.test'], place: { line: 2 } },
    { addresses: [{ host: '10.0.0.1', port: null }], serverName: 'main.test', serverAlias: [], place: { line: 7 } }
  ])
})

/** The sections in their order, as `location /a`. */
function sectionsOf (t: Parameters<typeof main>[0], text: string): string[] {
  return main(t, text.replace(/^<(\w+) (.*)>$/gm, '<$1 $2>\n</$1>')).sections.map(({ kind, match }) => `${kind} ${String(match)}`)
}

t.test('sections hold for paths, wildcards and expressions', async t => {
  t.same(sectionsOf(t, '<Location /a>\n<Location "/a*">\n<Location ~ ^/b>\n<LocationMatch "^/c d">'), [
    'location /a', 'location /^\\/a[^/]*$/s', 'location /^\\/b/s', 'location /^\\/c d/s'
  ])
  t.same(sectionsOf(t, '<Proxy *>\n<Proxy http://h/>\n<Proxy balancer://Shop/x>\n<ProxyMatch ^http>'), [
    'proxy /^.*$/s', 'proxy http://h/', 'proxy balancer://shop/x', 'proxy /^http/s'
  ])
})

t.test('directories come first, the shortest before the longest and then expressions, then names of files', async t => {
  t.same(sectionsOf(t, '<Location />\n<FilesMatch ^x>\n<Files "?x">\n<DirectoryMatch ^/x>\n<Directory /var/www/>\n<Directory />\n<Directory /var/*>'), [
    'directory /', 'directory /var/www', 'directory /^\\/x/s', 'directory /^\\/var\\/[^/]*(?:\\/|$)/s', 'files /^x/s', 'files /^.x$/s', 'location /'
  ])
  t.match(main(t, '<Directory /a>\n<Files x>\n</Files>\n</Directory>').sections, [{ within: null }, { kind: 'files', match: 'x', within: '/a' }])
})

t.test('the main server\'s sections come before those of the virtual host', async t => {
  const { virtualHosts } = read(t, '<VirtualHost *>\n<Location /b>\n</Location>\n</VirtualHost>\n<Location /a>\n</Location>')
  t.match(virtualHosts[0]!.sections, [{ match: '/a' }, { match: '/b' }])
})

t.test('what is no place is refused', async t => {
  t.equal(refusal(t, '<Proxy *>\nBalancerMember http://a\n</Proxy>'), 'httpd.conf:2: BalancerMember: takes balancer://name and one URL when it is not in a <Proxy balancer://name>')
  t.equal(refusal(t, '<Proxy http://h/ retry=5>\n</Proxy>'), 'httpd.conf:1: <Proxy>: parameters of a plain URL stand on its ProxyPass')
  t.equal(refusal(t, '<Location a>\n</Location>'), 'httpd.conf:1: <Location>: the path must begin with /: "a"')
  t.equal(refusal(t, '<Location /a /b>\n</Location>'), 'httpd.conf:1: <Location>: takes one path, or ~ and an expression, not "/a /b"')
  t.equal(refusal(t, '<LocationMatch "\\Aa">\n</LocationMatch>'), 'httpd.conf:1: <LocationMatch>: JavaScript\'s regular expressions have no \\A')
})

t.test('a ProxyPassReverse needs the path that a pattern does not have', async t => {
  t.equal(refusal(t, '<LocationMatch ^/a>\nProxyPassReverse http://h/\n</LocationMatch>'), 'httpd.conf:2: ProxyPassReverse: needs a <Location> with a path, which it leads back to, not a pattern')
})

t.test('other sections are refused', async t => {
  t.equal(refusal(t, '<If true>\nRequire local\n</If>'), 'httpd.conf:1: <If>: not supported yet')
})
