import t from 'tap'
import { startShop } from './support/app.ts'
import { refusingUrl, startBackend } from './support/member.ts'

async function ask (url: string): Promise<unknown> {
  const response = await fetch(url)
  const { statusCode, code } = await response.json() as { statusCode: number, code: string }
  return [response.status, statusCode, code]
}

t.test('a balancer without members answers 503', async t => {
  const { url } = await startShop(t, { members: [] })
  t.strictSame(await ask(url), [503, 503, 'FST_BALANCER_NO_MEMBER'])
})

t.test('so does one whose members are all disabled', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startShop(t, { members: [{ url: a.url, status: '+D' }] })
  t.strictSame(await ask(url), [503, 503, 'FST_BALANCER_NO_MEMBER'])
  t.strictSame(a.asked, [])
})

t.test('a dead member alone is tried with every request', async t => {
  const { url, members } = await startShop(t, { members: [{ url: await refusingUrl() }] })
  for (let i = 0; i < 2; i++) t.strictSame(await ask(url), [503, 503, 'FST_BALANCER_UNREACHABLE'])
  t.equal(members[0]!.elected, 2)
  t.equal(members[0]!.busy, 0)
})

t.test('without forcerecovery dead members are left alone for their retry time', async t => {
  const { url, members } = await startShop(t, { forcerecovery: false, members: [{ url: await refusingUrl() }, { url: await refusingUrl() }] })
  t.strictSame(await ask(url), [503, 503, 'FST_BALANCER_UNREACHABLE'])
  t.strictSame(await ask(url), [503, 503, 'FST_BALANCER_NO_MEMBER'])
  t.strictSame(members.map(({ elected }) => elected), [1, 1])
})
