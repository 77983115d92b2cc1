import { resolve } from 'node:path'
import t from 'tap'
import { main, read, refusal } from '../support/read.ts'

t.test('paths are relative to the ServerRoot', async t => {
  t.match(main(t, 'ServerRoot /srv\nErrorLog logs/e.log\nCustomLog /var/a.log common'), {
    errorLog: '/srv/logs/e.log', accessLogs: [{ path: '/var/a.log' }]
  })
})

t.test('formats have nicknames, wherever they are defined', async t => {
  const { accessLogs } = main(t, 'CustomLog a mine\nCustomLog b combined\nCustomLog c common\nCustomLog d "%h \\"%r\\""\nLogFormat "%s" mine')
  t.same(accessLogs.map(({ format }) => format), [
    '%s', '%h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"', '%h %l %u %t "%r" %>s %O', '%h "%r"'
  ])
  t.match(accessLogs[3]?.place, { line: 4 })
})

t.test('LogFormat may redefine a nickname', async t => {
  t.equal(main(t, 'LogFormat "%b" combined\nCustomLog a combined').accessLogs[0]?.format, '%b')
})

t.test('a nickname that nobody defined is refused', async t => {
  t.equal(refusal(t, 'CustomLog a combind'), 'httpd.conf:1: CustomLog: no LogFormat is named combind')
})

t.test('LogFormat without nickname is for TransferLog, wherever it stands', async t => {
  const formats = (text: string) => main(t, text).accessLogs.map(({ format }) => format)
  t.same(formats('TransferLog a'), ['%h %l %u %t "%r" %>s %b'])
  t.same(formats('TransferLog a\nCustomLog b "%m"\nLogFormat "%h"'), ['%h', '%m'])
  t.same(formats('TransferLog a\nLogFormat common'), ['%h %l %u %t "%r" %>s %O'])
  const { virtualHosts } = read(t, 'LogFormat "%h"\n<VirtualHost *>\nTransferLog a\n</VirtualHost>\n<VirtualHost *>\nTransferLog a\nLogFormat "%a"\n</VirtualHost>')
  t.same(virtualHosts.map(({ accessLogs: [log] }) => log!.format), ['%h', '%a'])
})

t.test('pipes, syslog and conditions are refused', async t => {
  t.equal(main(t, 'ServerRoot /srv\nErrorLog ./e.log').errorLog, resolve('e.log'), 'who says ./ means where they are')
  t.equal(refusal(t, 'ErrorLog "|/bin/x"'), 'httpd.conf:1: ErrorLog: no program is started for a log: name a file, which the program can follow, and which SIGUSR1 reopens')
  t.equal(refusal(t, 'ErrorLog syslog:local7'), 'httpd.conf:1: ErrorLog: syslog is not supported: name a file')
  t.equal(refusal(t, 'CustomLog a common expr=x'), 'httpd.conf:1: CustomLog: expr=x is not supported: set a variable (SetEnvIf), and say env=NAME')
  t.equal(refusal(t, 'CustomLog a common x'), 'httpd.conf:1: CustomLog: the conditions are env=[!]NAME and sample=N, not "x"')
  t.equal(refusal(t, 'CustomLog a common sample=0'), 'httpd.conf:1: CustomLog: sample must be more than 0')
  t.equal(refusal(t, 'CustomLog a common sample=!2'), `httpd.conf:1: CustomLog: must be a whole number up to ${Number.MAX_SAFE_INTEGER}, not "!2"`)
})

t.test('LogLevel takes a level for all, and levels for modules by any of their names', async t => {
  t.same(main(t, 'LogLevel INFO proxy:trace2 mod_ssl.c:warn proxy_http_module:debug').logLevel, {
    level: 'info', modules: { proxy: 'trace2', ssl: 'warn', proxy_http: 'debug' }
  })
  t.same(main(t, 'LogLevel proxy:trace2').logLevel, { level: 'warn', modules: { proxy: 'trace2' } })
})

t.test('a level for all overrides those of modules before it', async t => {
  t.same(main(t, 'LogLevel proxy:trace2\nLogLevel info').logLevel, { level: 'info', modules: {} })
})

t.test('an unknown level is refused', async t => {
  t.match(refusal(t, 'LogLevel proxy:trace9'), /^httpd\.conf:1: LogLevel: the levels are emerg, .*, trace8, not "trace9"$/)
})

t.test('a virtual host inherits what it does not say', async t => {
  const { virtualHosts } = read(t, [
    'ErrorLog /e', 'CustomLog /a "%a"', 'LogLevel error proxy:debug http:info', 'LogFormat %m mine',
    '<VirtualHost *>', '</VirtualHost>',
    '<VirtualHost *>', 'ErrorLog /e2', 'CustomLog /a2 mine', 'CustomLog /a3 own', 'LogFormat %o own', 'LogLevel proxy:info', '</VirtualHost>',
    '<VirtualHost *>', 'LogLevel warn', '</VirtualHost>'
  ].join('\n'))
  t.match(virtualHosts, [
    { errorLog: '/e', accessLogs: [{ path: '/a', format: '%a' }], logLevel: { level: 'error', modules: { proxy: 'debug', http: 'info' } } },
    { errorLog: '/e2', accessLogs: [{ path: '/a2', format: '%m' }, { path: '/a3', format: '%o' }], logLevel: { level: 'error', modules: { proxy: 'info', http: 'info' } } },
    { errorLog: '/e', accessLogs: [{ path: '/a' }] }
  ])
  t.same(virtualHosts[2]?.logLevel, { level: 'warn', modules: {} })
})

t.test('a log may be for requests with a variable, or without', async t => {
  t.match(main(t, 'CustomLog a common env=x\nCustomLog b common env=!x\nCustomLog c common').accessLogs, [
    { condition: { variable: 'x', isSet: true } }, { condition: { variable: 'x', isSet: false } }, { condition: undefined }
  ])
  t.match(main(t, 'CustomLog a common sample=100 env=!x').accessLogs, [{ sample: 100, condition: { variable: 'x', isSet: false } }])
})
