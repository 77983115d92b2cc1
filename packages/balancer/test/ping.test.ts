import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('a member that does not say 100 Continue gets no body and is given up; the next one gets it whole', async t => {
  let got = ''
  const silent = createServer(socket => { socket.setEncoding('latin1').on('data', chunk => { got += chunk }).on('error', () => {}) })
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
  t.teardown(() => { silent.close() })
  const b = await startBackend(t, 'b')
  const { url, members } = await startShop(t, {
    members: [{ url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`, ping: '100ms' }, { url: b.url, ping: 1 }]
  })
  const response = await fetch(url, { method: 'POST', body: 'whole' })
  t.equal(await response.text(), 'b')
  t.equal(b.received[0]!.body, 'whole')
  t.match(got, /\r\nExpect: 100-continue\r\n/)
  t.notMatch(got, /whole/)
  t.not(members[0]!.errorTime, 0)
})

t.test('a request without body does not ask', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startShop(t, { members: [{ url: a.url, ping: 1 }] })
  t.equal((await fetch(url)).status, 200)
  t.notHas(a.received[0]!.headers, 'expect')
})
