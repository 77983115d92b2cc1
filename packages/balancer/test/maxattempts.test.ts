import t from 'tap'
import { startShop } from './support/app.ts'
import { refusingUrl, startBackend } from './support/member.ts'

async function statuses (url: string, count: number): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; i < count; i++) found.push((await fetch(url)).status)
  return found
}

t.test('no further attempt: the first request fails, the next goes elsewhere', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startShop(t, { maxattempts: 0, members: [{ url: await refusingUrl() }, { url: a.url }] })
  t.strictSame(await statuses(url, 2), [503, 200])
})

t.test('one further attempt: two of three dead members are met', async t => {
  const a = await startBackend(t, 'a')
  const dead = await Promise.all([refusingUrl(), refusingUrl(), refusingUrl()])
  const { url, members } = await startShop(t, { maxattempts: 1, members: [...dead.map(url => ({ url })), { url: a.url }] })
  t.strictSame(await statuses(url, 2), [503, 200])
  t.strictSame(members.map(({ elected }) => elected), [1, 1, 1, 1])
})

t.test('more attempts than members: each is tried once', async t => {
  const { url, members } = await startShop(t, { maxattempts: 9, members: [{ url: await refusingUrl() }, { url: await refusingUrl() }] })
  t.strictSame(await statuses(url, 1), [503])
  t.strictSame(members.map(({ elected }) => elected), [1, 1])
})
