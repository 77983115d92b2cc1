import t from 'tap'
import { main, read, refusal, verdicts } from '../support/read.ts'

t.test('the recipe of mod_proxy_balancer\'s manual is read as it stands', async t => {
  t.same(main(t, 'Header add Set-Cookie "ROUTEID=.%{BALANCER_WORKER_ROUTE}e; path=/" env=BALANCER_ROUTE_CHANGED').headers, [
    { action: 'add', name: 'Set-Cookie', value: 'ROUTEID=.%{BALANCER_WORKER_ROUTE}e; path=/', env: 'BALANCER_ROUTE_CHANGED' }
  ])
})

t.test('each action is read, in any case, with or without onsuccess', async t => {
  t.same(main(t, [
    'Header Set X-A: a', 'header onsuccess append X-B "b b"', 'Header merge X-C c env=!BALANCER_SESSION_ROUTE',
    'Header setifempty X-D 100%%', 'Header unset X-E', 'Header OnSuccess unset X-F env=BALANCER_NAME'
  ].join('\n')).headers, [
    { action: 'set', name: 'X-A', value: 'a' },
    { action: 'append', name: 'X-B', value: 'b b' },
    { action: 'merge', name: 'X-C', value: 'c', env: '!BALANCER_SESSION_ROUTE' },
    { action: 'setifempty', name: 'X-D', value: '100%%' },
    { action: 'unset', name: 'X-E' },
    { action: 'unset', name: 'X-F', env: 'BALANCER_NAME' }
  ])
})

t.test('edits have an expression, echo is one', async t => {
  t.same(main(t, [
    String.raw`Header edit Set-Cookie "^(.*)$" "$1; Secure"`, 'Header edit* X (?i)a b env=HTTPS', 'Header echo ^TS', 'Header echo (?i)^ts env=!A'
  ].join('\n')).headers, [
    { action: 'edit', name: 'Set-Cookie', pattern: /^(.*)$/, value: '$1; Secure' },
    { action: 'edit*', name: 'X', pattern: /a/i, value: 'b', env: 'HTTPS' },
    { action: 'echo', name: '^TS' },
    { action: 'echo', name: '^ts', env: '!A' }
  ])
})

t.test('always', async t => {
  t.same(main(t, 'Header always set X-A a\nHeader Always unset X-B\nHeader onsuccess set X-C c').headers, [
    { action: 'set', name: 'X-A', value: 'a', always: true },
    { action: 'unset', name: 'X-B', always: true },
    { action: 'set', name: 'X-C', value: 'c' }
  ])
})

t.test('RequestHeader knows what Header knows, but echo and always', async t => {
  t.same(main(t, [
    'RequestHeader set X-Forwarded-Proto "https"', 'RequestHeader unset Accept-Encoding', 'RequestHeader edit Cookie a b env=!HTTPS'
  ].join('\n')).requestHeaders, [
    { action: 'set', name: 'X-Forwarded-Proto', value: 'https' },
    { action: 'unset', name: 'Accept-Encoding' },
    { action: 'edit', name: 'Cookie', pattern: /a/, value: 'b', env: '!HTTPS' }
  ])
  const known = 'add, append, merge, set, setifempty, unset, edit, edit*'
  t.equal(refusal(t, 'RequestHeader echo X'), `httpd.conf:1: RequestHeader: the action must be one of ${known}, not "echo"`)
  t.equal(refusal(t, 'RequestHeader always set X y'), `httpd.conf:1: RequestHeader: the action must be one of ${known}, not "always"`)
  t.equal(refusal(t, 'RequestHeader unset Expect early'), 'httpd.conf:1: RequestHeader: Expect cannot be changed')
  t.equal(verdicts(t, '<Directory />\nRequestHeader set X y\n</Directory>')[1], 'RequestHeader ignored only what members answer is changed')
})

t.test('rules of a Location hold for its path, a virtual host\'s after the main server\'s', async t => {
  const { virtualHosts } = read(t, [
    '<VirtualHost *>', '<Location /b>', 'RequestHeader set X b', 'Header set X b', 'Header set Y b', '</Location>', '</VirtualHost>',
    '<Location /a>', 'Header set X a', '</Location>', 'Header set X all'
  ].join('\n'))
  const nothing = { proxyPreserveHost: null, proxyAddHeaders: null, proxyErrorOverride: null }
  t.same(virtualHosts[0]?.headers, [{ action: 'set', name: 'X', value: 'all' }])
  t.same(virtualHosts[0]?.locationRules, [
    { path: '/a', headers: [{ action: 'set', name: 'X', value: 'a' }], requestHeaders: [], ...nothing },
    {
      path: '/b',
      headers: [{ action: 'set', name: 'X', value: 'b' }, { action: 'set', name: 'Y', value: 'b' }],
      requestHeaders: [{ action: 'set', name: 'X', value: 'b' }],
      ...nothing
    }
  ])
})

t.test('a Location may be a pattern', async t => {
  t.match(main(t, '<LocationMatch "^/a/(b|c)$">\nHeader set X y\n</LocationMatch>').locationRules, [{ path: /^\/a\/(b|c)$/, headers: [{ name: 'X' }] }])
})

t.test('any variable and the times may be in a value', async t => {
  const value = '%{BALANCER_WORKER_ROUTE}e%{HTTPS}e%t%D%%'
  t.same(main(t, `Header set X ${value} env=MINE`).headers, [{ action: 'set', name: 'X', value, env: 'MINE' }])
})

t.test('backslashes are read as in mod_headers', async t => {
  t.match(main(t, String.raw`Header set X "a\tb\\\\c\d\"e"`).headers, [{ value: 'a\tb\\c\\d"e' }])
})

t.test('a virtual host\'s rules come after the main server\'s', async t => {
  const { main, virtualHosts } = read(t, '<VirtualHost *>\nHeader set X 2\n</VirtualHost>\nHeader set X 1')
  t.match(main.headers, [{ value: '1' }])
  t.match(virtualHosts[0]?.headers, [{ value: '1' }, { value: '2' }])
})

t.test('about files it means nothing', async t => {
  t.equal(verdicts(t, '<Directory />\nHeader edit X a b\n</Directory>')[1], 'Header ignored only what members answer is changed')
})

t.test('what is not a rule, or not yet, is refused', async t => {
  const refused: ReadonlyArray<readonly [words: string, why: string]> = [
    ['note X y', 'note is not supported yet'],
    ['edit X', 'edit needs a name, an expression and a replacement'],
    ['edit X a', 'edit needs a name and a value'],
    ['edit X ( b', 'Invalid regular expression: /(/: Unterminated group'],
    ['echo (', 'Invalid regular expression: /(/: Unterminated group'],
    ['put X y', 'the action must be one of add, append, merge, set, setifempty, unset, edit, edit*, echo, not "put"'],
    ['onsuccess unset', 'is no name of a header: ""'],
    ['set "a b" y', 'is no name of a header: "a b"'],
    ['set Content-Length 5', 'Content-Length cannot be changed'],
    ['unset transfer-encoding', 'transfer-encoding cannot be changed'],
    ['set X', 'set needs a name and a value'],
    ['set X y early', 'early is not supported yet'],
    ['set X y expr=true', 'expr=true is not supported yet'],
    ['set X expr=%{HTTP_HOST}', 'expr=%{HTTP_HOST} is not supported yet'],
    ['set X y z', 'the condition is env=[!]VARIABLE, not "z"'],
    ['set X y env=', 'the condition is env=[!]VARIABLE, not "env="'],
    ['unset Expect', 'Expect cannot be changed'],
    ['unset X env=BALANCER_NAME z', 'what does z mean?'],
    ['set X %l', 'the value has %l, which is not supported'],
    ['set X a%{}e', 'the value has %{}e, which is not supported'],
    ['set X %{BALANCER_NAME}s', 'the value has %{BALANCER_NAME}s, which is not supported'],
    ['set X %{BALANCER_NAME', 'the value has %{, which is not supported'],
    ['set X 100%', 'the value has %, which is not supported'],
    [String.raw`set X "a\r\nSet-Cookie: b"`, 'the value has a control character'],
    ['set X a\u007fb', 'the value has a control character'],
    ['set', 'takes 2 to 6 arguments, not 1']
  ]
  for (const [words, why] of refused) t.equal(refusal(t, `Header ${words}`), `httpd.conf:1: Header: ${why}`, words)
  t.equal(refusal(t, '<Proxy balancer://a>\nHeader set X y\n</Proxy>'), 'httpd.conf:2: Header: not supported in <Proxy>')
})
