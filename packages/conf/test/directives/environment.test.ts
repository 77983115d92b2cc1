import t from 'tap'
import { main, read, refusal, verdicts } from '../support/read.ts'

t.test('variables are set and unset in their order, a virtual host\'s after the main server\'s', async t => {
  const { virtualHosts } = read(t, 'SetEnv A 1\nSetEnv B\nPassEnv HOME NOWHERE\n<VirtualHost *>\nUnsetEnv A B\n</VirtualHost>', { environment: { HOME: '/root' } })
  t.same(virtualHosts[0]!.settings.setEnv, [
    { name: 'A', value: '1' }, { name: 'B', value: '' }, { name: 'HOME', value: '/root' }, { name: 'A', value: null }, { name: 'B', value: null }
  ])
})

t.test('variables are set where an attribute matches', async t => {
  const { settings, sections } = main(t, [
    'SetEnvIf Request_URI "^/(.*)$" path=$1 seen !old', 'SetEnvIfNoCase X-Kind robot robot', 'BrowserMatch MSIE old=', 'BrowserMatchNoCase msie ie',
    '<Location /a>', 'SetEnvIf Remote_Addr ^127 here', '</Location>'
  ].join('\n'))
  t.same(settings.setEnvIf, [
    { attribute: 'request_uri', pattern: /^\/(.*)$/, sets: [{ name: 'path', value: '$1' }, { name: 'seen', value: '1' }, { name: 'old', value: null }] },
    { attribute: 'x-kind', pattern: /robot/i, sets: [{ name: 'robot', value: '1' }] },
    { attribute: 'user-agent', pattern: /MSIE/, sets: [{ name: 'old', value: '' }] },
    { attribute: 'user-agent', pattern: /msie/i, sets: [{ name: 'ie', value: '1' }] }
  ])
  t.match(sections, [{ settings: { setEnvIf: [{ attribute: 'remote_addr' }] } }])
})

t.test('what has a meaning in httpd and none here is told', async t => {
  t.same(verdicts(t, 'SetEnv proxy-nokeepalive 1\nBrowserMatch MSIE nokeepalive downgrade-1.0 force-response-1.0'), [
    'SetEnv used proxy-nokeepalive changes nothing here', 'BrowserMatch used downgrade-1.0, force-response-1.0 changes nothing here'
  ])
})

t.test('no-proxy is set where it still counts, or refused', async t => {
  t.equal(refusal(t, 'SetEnv no-proxy 1'), 'httpd.conf:1: SetEnv: comes too late for no-proxy: SetEnvIf in the server sets it')
  t.equal(refusal(t, '<Location />\nSetEnvIf Host . no-proxy\n</Location>'), 'httpd.conf:2: SetEnvIf: comes too late for no-proxy in a section')
  t.equal(refusal(t, 'SetEnvIf Host . no-proxy\nUnsetEnv no-proxy'), 'nothing is refused')
})

t.test('what cannot be read is refused', async t => {
  t.equal(refusal(t, 'SetEnvIf ^TS* . x'), 'httpd.conf:1: SetEnvIf: the attribute is a name, not "^TS*": expressions are not supported yet')
  t.equal(refusal(t, 'SetEnvIf Host . =x'), 'httpd.conf:1: SetEnvIf: is no variable: "=x"')
  t.equal(refusal(t, 'SetEnvIf Host ( x'), 'httpd.conf:1: SetEnvIf: Invalid regular expression: /(/: Unterminated group')
})
