import t from 'tap'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { until } from './support/until.ts'

t.test('max bounds the connections: who finds none waits', async t => {
  let open = 0
  let most = 0
  const a = await startBackend(t, 'a', (_request, response) => {
    most = Math.max(most, ++open)
    setTimeout(() => {
      open--
      response.end()
    }, 20)
  })
  const { url, members } = await startShop(t, { members: [{ url: a.url, max: 2 }] })
  const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await fetch(url)).status))
  t.strictSame(new Set(statuses), new Set([200]))
  t.equal(most, 2)
  await until(() => members[0]!.busy === 0)
})

t.test('acquire bounds the wait: then another member serves, and a busy member is not put in error (K7)', async t => {
  const held: Array<() => void> = []
  const a = await startBackend(t, 'a', (_request, response) => { held.push(() => response.end('a')) })
  const b = await startBackend(t, 'b')
  const { url, members } = await startShop(t, {
    members: [{ url: a.url, max: 1, acquire: 50 }, { url: b.url, status: '+H' }],
    maxattempts: 1
  })
  const first = fetch(url)
  await until(() => held.length === 1)
  t.equal(await (await fetch(url)).text(), 'b')
  t.strictSame(members.map(({ errorTime }) => errorTime), [0, 0])
  held[0]!()
  t.equal(await (await first).text(), 'a')
})

t.test('when all are busy there is a 503 within the wait', async t => {
  const held: Array<() => void> = []
  const a = await startBackend(t, 'a', (_request, response) => { held.push(() => response.end('a')) })
  const { url } = await startShop(t, { members: [{ url: a.url, max: 1, acquire: 50 }] })
  const first = fetch(url)
  await until(() => held.length === 1)
  t.equal((await fetch(url)).status, 503)
  held[0]!()
  t.equal((await first).status, 200)
})
