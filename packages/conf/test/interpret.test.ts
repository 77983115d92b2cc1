import t from 'tap'
import { readConfiguration } from '../src/index.ts'
import { refusal, verdicts } from './support/read.ts'

t.test('names of directives have no case', async t => {
  t.same(verdicts(t, 'LISTEN 80\nserveradmin x'), ['LISTEN used', 'serveradmin ignored no page names it'])
})

t.test('an unknown directive is refused with its place', async t => {
  t.equal(refusal(t, '\nProxyPas / http://h/'), 'httpd.conf:2: ProxyPas: unknown directive')
  t.equal(refusal(t, 'constructor x'), 'httpd.conf:1: constructor: unknown directive')
})

t.test('all refusals come together, and nothing in a refused section is told twice', async t => {
  t.equal(refusal(t, 'Foo\nListen\n<Bar>\nBaz\n<Boo>\nListen 80\n</Boo>\n</Bar>\nRewriteRule a b'), [
    'httpd.conf:1: Foo: unknown directive',
    'httpd.conf:2: Listen: takes 1 to 2 arguments, not 0',
    'httpd.conf:3: <Bar>: unknown directive',
    'httpd.conf:9: RewriteRule: not supported yet'
  ].join('\n'))
})

t.test('a directive at the wrong place is refused', async t => {
  t.equal(refusal(t, '<Directory />\nProxyPass http://h/\n</Directory>'), 'httpd.conf:2: ProxyPass: not supported in <Directory>')
  t.equal(refusal(t, 'SetHandler balancer-manager'), 'httpd.conf:1: SetHandler: not supported outside of a section')
  t.equal(refusal(t, '<Location /x>\nProxyTimeout 5\n</Location>'), 'httpd.conf:2: ProxyTimeout: not supported in <Location>')
  t.equal(refusal(t, '<VirtualHost *>\n<VirtualHost *>\n</VirtualHost>\n</VirtualHost>'), 'httpd.conf:2: <VirtualHost>: not supported in <VirtualHost>')
})

t.test('a section about files is read like the others', async t => {
  t.equal(refusal(t, '<Directory />\nRewriteRule a b\n</Directory>'), 'httpd.conf:2: RewriteRule: not supported yet')
  t.equal(refusal(t, '<Directory />\nRewriteEngine On\n</Directory>'), 'httpd.conf:2: RewriteEngine: not supported yet: it can only be off')
  t.equal(refusal(t, '<Directory />\nFoo\n</Directory>'), 'httpd.conf:2: Foo: unknown directive')
})

t.test('a file that is not there is the error of node:fs', async t => {
  t.throws(() => readConfiguration('/nowhere/httpd.conf'), { code: 'ENOENT' })
})
