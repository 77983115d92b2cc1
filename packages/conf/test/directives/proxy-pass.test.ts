import t from 'tap'
import { main, read, refusal, verdicts } from '../support/read.ts'
import type { ServerDefinition } from '../../src/index.ts'

function rules ({ proxyPass }: ServerDefinition): string[] {
  return proxyPass.map(({ path, url }) => `${String(path)} ${url}`)
}

t.test('rules keep their order and their URLs as written', async t => {
  t.same(rules(main(t, 'ProxyPass /a !\nProxyPass / http://h/\nProxyPass "/b" balancer://X/y/\nProxyPass /s unix:/s|http:')), [
    '/a !', '/ http://h/', '/b balancer://X/y/', '/s unix:/s|http://localhost'
  ])
})

t.test('ProxyPassMatch and ~ take a pattern', async t => {
  t.same(rules(main(t, 'ProxyPassMatch ^/(.*)$ http://h/$1\nProxyPass ~ ^/x balancer://b\nProxyPassMatch ^(/.*) http://h$1')), [
    '/^\\/(.*)$/ http://h/$1', '/^\\/x/ balancer://b', '/^(\\/.*)/ http://h$1'
  ])
})

t.test('a host cannot come from the path', async t => {
  for (const url of ['http://$1/', 'http://h$1.test/', 'balancer://$1']) {
    t.match(refusal(t, `ProxyPassMatch ^/(.*) ${url}`), /^httpd\.conf:1: ProxyPassMatch: (?:target: \$1 to \$9 may stand in the path only|a balancer is balancer:\/\/name)/, url)
  }
})

t.test('in a Location the path is the section\'s, and its rules come first, the last section\'s before others', async t => {
  const { main, virtualHosts } = read(t, [
    'ProxyPass /server http://h', '<Location /first>', 'ProxyPass http://h', '</Location>', '<Location /second>', 'ProxyPass !', '</Location>',
    '<VirtualHost *>', 'ProxyPass /host http://h', '<Location /third>', 'ProxyPass http://h', '</Location>', '</VirtualHost>'
  ].join('\n'))
  t.same(rules(main), ['/second !', '/first http://h', '/server http://h'])
  t.same(rules(virtualHosts[0]!), ['/third http://h', '/second !', '/first http://h', '/server http://h', '/host http://h'])
})

t.test('parameters of a plain URL are its member\'s, with their units', async t => {
  const [rule] = main(t, 'ProxyPass / http://h/ Retry=5ms timeout=2 noquery iobuffersize=3000').proxyPass
  t.match(rule, { parameters: { retry: '5ms', timeout: '2' }, place: { line: 1 } })
  t.same(verdicts(t, 'ProxyPass / http://h/ noquery iobuffersize=3000'), [
    'ProxyPass used without noquery (for FastCGI only), without iobuffersize (Node.js sizes its buffers)'
  ])
})

t.test('parameters of a balancer are the balancer\'s', async t => {
  const { balancers, main } = read(t, 'ProxyPass / balancer://X/ stickysession=ID\n<Proxy balancer://x>\nBalancerMember http://h\n</Proxy>')
  t.match(balancers, [{ name: 'x', parameters: { stickysession: 'ID' }, members: [{ url: 'http://h' }], place: { line: 1 } }])
  t.same(main.proxyPass[0]?.parameters, {})
})

t.test('a balancer without members is told of', async t => {
  t.same(verdicts(t, 'ProxyPass / balancer://nix/'), ['ProxyPass used balancer://nix has no members: it answers 503'])
})

t.test('what cannot be a rule is refused', async t => {
  const refused: ReadonlyArray<readonly [line: string, why: string]> = [
    ['ProxyPass /x', 'needs a path and a URL when it is not in a <Location>'],
    ['ProxyPass ~ ^/x', 'needs a pattern and a URL when it is not in a <Location>'],
    ['ProxyPass x http://h/', 'the path must begin with /: "x"'],
    ['ProxyPass /x http://h/ y', 'a parameter is key=value, not "y"'],
    ['ProxyPass /x ! y=z', '! takes no parameters'],
    ['ProxyPass /x notaurl', 'target: url must be http://host[:port][/path], https://…, ws://…, wss://… or unix:/socket|http://…, not "notaurl"'],
    ['ProxyPass /x balancer://', 'a balancer is balancer://name, not "balancer://"'],
    ['ProxyPass /x ajp://h/', 'target: members speak http, https, ws or wss, not ajp'],
    ['ProxyPass /x unix:/s|fcgi://h/', 'target: members speak http, https, ws or wss, not fcgi'],
    ['ProxyPass /x h2://h/', 'target: h2 is not supported yet'],
    ['ProxyPass /x http://h/ interpolate', 'interpolate is not supported yet'],
    ['ProxyPass /x http://h/ mapping=raw', 'mapping must be encoded or servlet, not "raw"'],
    ['ProxyPass ~ ^/x http://h/ mapping=servlet', 'mapping=servlet needs a path, not a pattern'],
    ['ProxyPass /x "http://h/a b" nocanon', 'the URL is sent as it is, and must be encoded: "http://h/a b"'],
    ['ProxyPass /x http://h/ a=b', 'http://h/: unknown parameter a'],
    ['ProxyPass /p balancer://x retry=5', "balancer://x: unknown parameter retry, it is a BalancerMember's"]
  ]
  for (const [line, why] of refused) t.equal(refusal(t, line), `httpd.conf:1: ProxyPass: ${why}`)
  t.match(refusal(t, 'ProxyPassMatch ^/( http://h/'), /^httpd\.conf:1: ProxyPassMatch: Invalid regular expression/)
  t.equal(refusal(t, '<Location /x>\nProxyPass /y http://h/\n</Location>'), 'httpd.conf:2: ProxyPass: takes no path in a <Location>, which has one')
})

t.test('nocanon and mapping are the rule\'s, also with !', async t => {
  t.match(main(t, 'ProxyPass /a http://h NoCanon\nProxyPass /b balancer://b mapping=Servlet\nProxyPass /c ! mapping=encoded').proxyPass, [
    { path: '/a', nocanon: true, parameters: {} }, { path: '/b', mapping: 'servlet' }, { path: '/c', url: '!', mapping: 'encoded' }
  ])
  t.notOk('nocanon' in main(t, 'ProxyPass /a http://h').proxyPass[0]!)
})

t.test('in a section with a pattern the pattern is the rule\'s', async t => {
  t.same(rules(main(t, [
    '<LocationMatch ^/m/(.*)>', 'ProxyPass http://h/$1', '</LocationMatch>',
    '<Location ~ ^/t>', 'ProxyPassMatch http://h/', '</Location>',
    '<Location /w*/x>', 'ProxyPass !', '</Location>',
    '<Location /plain>', 'ProxyPassMatch http://h', '</Location>'
  ].join('\n'))), ['/^\\/plain(?![^/])/ http://h', '/^\\/w[^/]*\\/x$/s !', '/^\\/t/ http://h/', '/^\\/m\\/(.*)/ http://h/$1'])
})

t.test('a path and a target that do not end alike are told of', async t => {
  const table: ReadonlyArray<readonly [words: string, note: string]> = [
    ['/app http://h/target/', '/app/x is sent as /target//x'],
    ['/app http://h/', '/app/x is sent as //x'],
    ['/app balancer://b/', '/app/x is sent as //x'],
    ['/app unix:/s|http://h/target/', '/app/x is sent as /target//x'],
    ['/d/ http://h/target', '/d/x is sent as /targetx'],
    ['/ balancer://b/extra', '/x is sent as /extrax'],
    ['/app http://h/target', ''],
    ['/app http://h', ''],
    ['/ http://h', ''],
    ['/ balancer://b', ''],
    ['/ balancer://b/', ''],
    ['/d/ http://h/target/', ''],
    ['/d/ !', ''],
    ['~ ^/app http://h/', '']
  ]
  for (const [words, note] of table) {
    const [line] = verdicts(t, `ProxyPass ${words}\nBalancerMember balancer://b http://h`)
    t.equal(line, note === '' ? 'ProxyPass used' : `ProxyPass used ${note}: let both end in a slash, or neither`, words)
  }
  t.equal(verdicts(t, '<Location /app>\nProxyPass http://h/ noquery\n</Location>')[1],
    'ProxyPass used /app/x is sent as //x: let both end in a slash, or neither, without noquery (for FastCGI only)')
})
