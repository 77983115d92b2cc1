import t from 'tap'
import { main, read, refusal } from '../support/read.ts'

t.test('without directives httpd\'s defaults hold', async t => {
  t.match(read(t, ''), { listen: [], timeout: 60_000, keepAlive: true, keepAliveTimeout: 5_000, maxKeepAliveRequests: 100, pidFile: null, report: [] })
})

t.test('times, counts and addresses', async t => {
  t.match(read(t, 'Listen 127.0.0.1:80\nListen 81 HTTP\nTimeout 300\nKeepAlive Off\nKeepAliveTimeout 500ms\nMaxKeepAliveRequests 0'), {
    listen: [{ host: '127.0.0.1', port: 80 }, { host: null, port: 81 }],
    timeout: 300_000,
    keepAlive: false,
    keepAliveTimeout: 500,
    maxKeepAliveRequests: 0
  })
})

t.test('an address is listened to once', async t => {
  t.equal(refusal(t, 'Listen 80\nListen 80'), 'httpd.conf:2: Listen: 80 is listened to already')
})

t.test('of ServerName the host counts', async t => {
  t.equal(main(t, 'ServerName https://a.test:8080').serverName, 'a.test')
  t.equal(refusal(t, 'ServerName a/b'), 'httpd.conf:1: ServerName: is no server name: "a/b"')
})

t.test('TraceEnable says whether TRACE is forwarded, and a virtual host may say otherwise', async t => {
  t.equal(main(t, '').traceEnable, true)
  t.equal(refusal(t, 'TraceEnable extended'), 'httpd.conf:1: TraceEnable: extended is not supported: TRACE has no body')
  const { virtualHosts } = read(t, 'TraceEnable Off\n<VirtualHost *>\n</VirtualHost>\n<VirtualHost *>\nTraceEnable On\n</VirtualHost>')
  t.strictSame(virtualHosts.map(({ traceEnable }) => traceEnable), [false, true])
  t.equal(refusal(t, 'TraceEnable maybe'), 'httpd.conf:1: TraceEnable: must be On or Off, not "maybe"')
})

t.test('ServerAlias is for virtual hosts', async t => {
  t.equal(refusal(t, 'ServerAlias a'), 'httpd.conf:1: ServerAlias: not supported outside of a section')
})

t.test('AllowEncodedSlashes is On, Off or NoDecode, and a virtual host may have its own', async t => {
  const { main, virtualHosts } = read(t, 'AllowEncodedSlashes On\n<VirtualHost *>\nAllowEncodedSlashes NoDecode\n</VirtualHost>\n<VirtualHost *>\n</VirtualHost>')
  t.same([main, ...virtualHosts].map(({ allowEncodedSlashes }) => allowEncodedSlashes), [true, 'nodecode', true])
  t.equal(read(t, '').main.allowEncodedSlashes, false)
  t.equal(refusal(t, 'AllowEncodedSlashes maybe'), 'httpd.conf:1: AllowEncodedSlashes: must be On or Off, not "maybe"')
})
