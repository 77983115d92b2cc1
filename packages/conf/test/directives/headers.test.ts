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

t.test('every variable of a balancer may be in a value', async t => {
  const names = ['NAME', 'WORKER_NAME', 'WORKER_ROUTE', 'SESSION_STICKY', 'SESSION_ROUTE', 'ROUTE_CHANGED', 'REASON']
  const value = names.map(name => `%{BALANCER_${name}}e`).join('')
  t.same(main(t, `Header set X ${value}`).headers, [{ action: 'set', name: 'X', value }])
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
  t.equal(verdicts(t, '<Directory />\nHeader edit X a b\n</Directory>')[1], 'Header ignored files are not served: a path without ProxyPass answers 404')
})

t.test('what is not a rule, or not yet, is refused', async t => {
  const refused: ReadonlyArray<readonly [words: string, why: string]> = [
    ['always set X y', 'always is not supported yet: only answers of members get headers'],
    ['edit X a b', 'edit is not supported yet'],
    ['put X y', 'the action must be one of add, append, merge, set, setifempty, unset, not "put"'],
    ['onsuccess unset', 'is no name of a header: ""'],
    ['set "a b" y', 'is no name of a header: "a b"'],
    ['set Content-Length 5', 'Content-Length cannot be changed'],
    ['unset transfer-encoding', 'transfer-encoding cannot be changed'],
    ['set X', 'set needs a name and a value'],
    ['set X y early', 'early is not supported yet'],
    ['set X y expr=true', 'expr=true is not supported yet'],
    ['set X expr=%{HTTP_HOST}', 'expr=%{HTTP_HOST} is not supported yet'],
    ['set X y z', 'the condition is env=[!]VARIABLE, not "z"'],
    ['set X y env=HTTPS', 'the variable HTTPS is not supported'],
    ['unset X env=BALANCER_NAME z', 'what does z mean?'],
    ['set X %D', 'the value has %D, which is not supported'],
    ['set X a%{HTTPS}e', 'the value has %{HTTPS}e, which is not supported'],
    ['set X %{BALANCER_NAME}s', 'the value has %{BALANCER_NAME}s, which is not supported'],
    ['set X %{BALANCER_NAME', 'the value has %{, which is not supported'],
    ['set X 100%', 'the value has %, which is not supported'],
    [String.raw`set X "a\r\nSet-Cookie: b"`, 'the value has a control character'],
    ['set X a\u007fb', 'the value has a control character'],
    ['set', 'takes 2 to 5 arguments, not 1']
  ]
  for (const [words, why] of refused) t.equal(refusal(t, `Header ${words}`), `httpd.conf:1: Header: ${why}`, words)
  t.equal(refusal(t, '<Location /a>\nHeader set X y\n</Location>'), 'httpd.conf:2: Header: not supported in <Location>')
})
