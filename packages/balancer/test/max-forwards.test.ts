import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('Max-Forwards counts down', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  await exchange(port, get('/', 'Max-Forwards: 5'))
  await exchange(port, get('/', 'Max-Forwards: 1'))
  t.strictSame(a.received.map(({ headers }) => headers['max-forwards']), ['4', '0'])
})

t.test('at 0, or when it is no number, the request goes no further', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  for (const value of ['0', '-1', 'many']) {
    t.match(await exchange(port, get('/', `Max-Forwards: ${value}`)), /^HTTP\/1\.1 400 [^]*FST_BALANCER_MAX_FORWARDS/, value)
  }
  t.strictSame(a.asked, [])
})
