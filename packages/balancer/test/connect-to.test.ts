import t from 'tap'
import { readConnectTo } from '../src/connect-to.ts'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('connections go elsewhere, names stay', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startApp(t, {
    proxyPass: [{ path: '/', url: 'http://api1.local/base/' }],
    connectTo: [`api1.local:80:127.0.0.1:${a.port}`]
  })
  t.equal(await (await fetch(`${url}/x`)).text(), 'a')
  t.match(a.received[0], { url: '/base/x', headers: { host: 'api1.local' } })
})

t.test('the first entry that fits holds; an empty host or port fits all', async t => {
  const connectTo = readConnectTo(['API1.local:80:127.0.0.1:1', ':443:[::1]:2', '[fe80::1]::other:3'])
  t.strictSame(connectTo('api1.local', 80), { host: '127.0.0.1', port: 1 })
  t.strictSame(connectTo('any', 443), { host: '::1', port: 2 })
  t.strictSame(connectTo('fe80::1', 9), { host: 'other', port: 3 })
  t.strictSame(connectTo('api1.local', 81), { host: 'api1.local', port: 81 })
})

t.test('an entry that cannot be read names itself', async t => {
  for (const entry of ['', 'a', 'a:80', 'a:80:b', 'a:80:b:', 'a:x:b:1']) {
    t.throws(() => readConnectTo([entry]), { code: 'FST_BALANCER_BAD_OPTION', message: `connectTo must be HOST:PORT:TO-HOST:TO-PORT, not "${entry}"` })
  }
})
