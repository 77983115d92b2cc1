import t from 'tap'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { readRuleOptions } from '../src/rule-options.ts'

t.test('app.proxyPass takes options of the rule and parameters of its member together', async t => {
  const h = await startBackend(t, 'h')
  const { url } = await startApp(t, { balancers: { b: { members: [{ url: h.url }] } } }, app => {
    app.proxyPass('/a', `${h.url}/raw`, { nocanon: true, timeout: '5s' })
    app.proxyPass('/b', 'balancer://b/raw', { nocanon: true })
    app.proxyPass('/c', `${h.url}/plain`, { status: '+H' })
    t.throws(() => app.proxyPass('/d', 'balancer://b', { timeout: 5 }), { code: 'FST_BALANCER_BAD_OPTION', message: 'proxyPass /d: parameters belong to the balancer, not to the path' })
  })
  for (const path of ['/a/%7Eu', '/b/%7Eu', '/c/%7Eu']) await fetch(url + path)
  t.strictSame(h.asked, ['GET /raw/%7Eu', 'GET /raw/%7Eu', 'GET /plain/~u'])
})

t.test('options that are undefined are as good as none', async t => {
  t.strictSame(readRuleOptions({ path: '/', nocanon: undefined, mapping: 'encoded' }, ['path'], ''), { mapping: 'encoded' })
})
