/** Parameters of a member that its connections heed, given at the start or while the server runs. */
import t from 'tap'
import { control } from '@fastify-balancer/core'
import { startApp, startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('addressttl=0 keeps no connection, and says so', async t => {
  for (const [addressttl, connection] of [[0, 'close'], [-1, 'Keep-Alive'], [5, 'Keep-Alive']] as const) {
    const a = await startBackend(t, 'a')
    const { url } = await startShop(t, { members: [{ url: a.url, addressttl }] })
    await fetch(url)
    t.equal(a.received[0]!.headers.connection, connection)
  }
})

t.test('a header line longer than responsefieldsize is a bad answer: 502, not 414 (K35)', async t => {
  const a = await startBackend(t, 'a', (request, response) => { response.setHeader('x-long', 'x'.repeat(Number(request.url!.slice(1)))).end() })
  for (const [responsefieldsize, most] of [[undefined, 8_192], [100, 100]] as const) {
    const { url } = await startShop(t, { members: [{ url: a.url, ...(responsefieldsize === undefined ? {} : { responsefieldsize }) }] })
    const fits = most - 'x-long: '.length
    t.equal((await fetch(`${url}/${fits}`)).status, 200)
    const response = await fetch(`${url}/${fits + 1}`)
    t.equal(response.status, 502)
    t.match(await response.json(), { code: 'FST_BALANCER_BAD_GATEWAY' })
  }
})

t.test('they hold for a member that is added at run time', async t => {
  const a = await startBackend(t, 'a')
  const { url, app } = await startShop(t, { growth: 1 })
  control(app.balancers, { balancer: 'shop', add: { url: a.url, disablereuse: 'On' } }, 'test', Date.now())
  t.equal(await (await fetch(url)).text(), 'a')
  t.equal(a.received[0]!.headers.connection, 'close')
})

t.test('proxySourceAddress is where connections come from', { skip: process.platform !== 'linux' && 'only Linux has all of 127.0.0.0/8' }, async t => {
  const a = await startBackend(t, 'a', (request, response) => { response.end(request.socket.remoteAddress) })
  const { url } = await startApp(t, { proxyPass: [{ path: '/', url: a.url }], proxySourceAddress: '127.0.0.9' })
  t.equal(await (await fetch(url)).text(), '127.0.0.9')
})
