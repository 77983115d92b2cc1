import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { startTlsMember } from './support/tls-member.ts'
import { until } from './support/until.ts'

const decoder = new TextDecoder()

t.test('each event of an endless answer passes at once', async t => {
  let stream: ServerResponse
  const listener = (_request: unknown, response: ServerResponse): void => {
    stream = response
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 0\n\n')
  }
  const members = [(await startBackend(t, 'a', listener)).url, `https://127.0.0.1:${(await startTlsMember(t, 'member', listener)).port}`]
  for (const url of members) {
    const front = await startShop(t, { members: [{ url }] }, { sslProxy: { verify: 'none' } })
    const reader = (await fetch(front.url)).body!.getReader()
    for (let i = 0; i < 20; i++) {
      t.equal(decoder.decode((await reader.read()).value), `data: ${i}\n\n`)
      stream!.write(`data: ${i + 1}\n\n`)
    }
    await reader.cancel()
    await until(() => stream.destroyed)
  }
})

t.test('it lasts as long as bytes flow, and ends when its member is silent for its timeout', async t => {
  let closed = false
  let last = 0
  const a = await startBackend(t, 'a', async (_request, response) => {
    response.on('close', () => { closed = true })
    for (let i = 0; i < 25; i++) {
      response.write('.')
      last = performance.now()
      await pause(100)
    }
  })
  const { url, members } = await startShop(t, { members: [{ url: a.url, timeout: 1 }] })
  const reader = (await fetch(url)).body!.getReader()
  let received = ''
  await t.rejects(async () => {
    for (;;) received += decoder.decode((await reader.read()).value)
  })
  t.equal(received, '.'.repeat(25))
  t.ok(performance.now() - last >= 1_000, 'not before')
  await until(() => closed && members[0]!.busy === 0)
})
