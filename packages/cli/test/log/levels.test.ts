import t from 'tap'
import { httpdLevel, isWritten, pinoLevel } from '../../src/log/levels.ts'

t.test('a message is written when it is as grave as the level', async t => {
  const levels = { level: 'warn', modules: {} }
  t.ok(isWritten(levels, 'core', 'error'))
  t.ok(isWritten(levels, 'core', 'warn'))
  t.notOk(isWritten(levels, 'core', 'info'))
})

t.test('a notice is always written', async t => {
  t.ok(isWritten({ level: 'emerg', modules: { core: 'crit' } }, 'core', 'notice'))
})

t.test('a module may have its own level', async t => {
  const levels = { level: 'warn', modules: { proxy_balancer: 'debug', core: 'crit' } }
  t.ok(isWritten(levels, 'proxy_balancer', 'debug'))
  t.notOk(isWritten(levels, 'proxy_balancer', 'trace1'))
  t.notOk(isWritten(levels, 'proxy_http', 'debug'))
  t.notOk(isWritten(levels, 'core', 'error'))
})

t.test('the level of proxy also holds for its family, unless a module is named', async t => {
  const levels = { level: 'warn', modules: { proxy: 'trace2', proxy_http: 'error' } }
  t.ok(isWritten(levels, 'proxy', 'trace2'))
  t.ok(isWritten(levels, 'proxy_balancer', 'trace2'))
  t.ok(isWritten(levels, 'lbmethod_byrequests', 'debug'))
  t.notOk(isWritten(levels, 'proxy_balancer', 'trace3'))
  t.notOk(isWritten(levels, 'proxy_http', 'warn'))
  t.notOk(isWritten(levels, 'core', 'info'))
})

t.test('pino makes what the most talkative module asks for, and notices', async t => {
  t.equal(pinoLevel({ level: 'emerg', modules: {} }), 'info')
  t.equal(pinoLevel({ level: 'debug', modules: {} }), 'debug')
  t.equal(pinoLevel({ level: 'notice', modules: { core: 'error' } }), 'info')
  t.equal(pinoLevel({ level: 'warn', modules: { proxy: 'trace2', core: 'debug' } }), 'trace')
  t.equal(pinoLevel({ level: 'trace8', modules: {} }), 'trace')
})

t.test('a message that names no level of httpd has the one of its pino level', async t => {
  t.strictSame([60, 50, 40, 30, 20, 10].map(httpdLevel), ['crit', 'error', 'warn', 'info', 'debug', 'trace1'])
})
