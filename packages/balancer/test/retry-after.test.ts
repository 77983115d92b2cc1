import t from 'tap'
import { startShop } from './support/app.ts'
import { refusingUrl, startBackend } from './support/member.ts'

t.test('a 503 of our own says when to come back (K30): when a failed member is looked at again', async t => {
  const { url } = await startShop(t, { forcerecovery: false, members: [{ url: await refusingUrl(), retry: 20 }] })
  for (let i = 0; i < 2; i++) {
    const { status, headers } = await fetch(url)
    t.equal(status, 503)
    const seconds = Number(headers.get('retry-after'))
    t.ok(seconds > 10 && seconds <= 20, `${seconds} s`)
  }
})

t.test('at once, if the next request will look', async t => {
  const { url } = await startShop(t, { members: [{ url: await refusingUrl() }] })
  t.equal((await fetch(url)).headers.get('retry-after'), '1')
})

t.test('in a minute, if nobody knows', async t => {
  const { url } = await startShop(t, { members: [] })
  t.equal((await fetch(url)).headers.get('retry-after'), '60')
})

t.test('502 and 504 say nothing of the kind, and a member\'s 503 stays as it is', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    if (request.url === '/503') response.writeHead(503).end()
    else response.destroy()
  })
  const { url } = await startShop(t, { members: [{ url: a.url }] })
  for (const status of [502, 503]) {
    const answer = await fetch(`${url}/${status}`)
    t.equal(answer.status, status)
    t.equal(answer.headers.get('retry-after'), null)
  }
})
