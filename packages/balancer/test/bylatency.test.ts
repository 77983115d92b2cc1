import t from 'tap'
import { startShop } from './support/app.ts'
import { refusingUrl, startBackend } from './support/member.ts'

t.test('bylatency learns from answers which member is slow', async t => {
  const slow = await startBackend(t, 'slow', (_request, response) => { setTimeout(() => response.end('slow'), 500) })
  const fast = await startBackend(t, 'fast')
  const { url, members } = await startShop(t, { lbmethod: 'bylatency', members: [{ url: slow.url }, { url: fast.url }] })
  for (let i = 0; i < 60; i++) await (await fetch(url)).text()
  t.ok(members[0]!.elected < 10, `the slow one had ${members[0]!.elected} of 60`)
})

t.test('errors and refused connections do not look fast', async t => {
  const failing = await startBackend(t, 'failing', (_request, response) => { response.writeHead(500).end() })
  const fine = await startBackend(t, 'fine', (_request, response) => { setTimeout(() => response.end(), 2) })
  const { url, members } = await startShop(t, { lbmethod: 'bylatency', members: [{ url: failing.url }, { url: fine.url }, { url: await refusingUrl(), retry: 0 }] })
  for (let i = 0; i < 60; i++) await (await fetch(url)).text()
  // Of two that are drawn it always wins; a third of the draws are of the two others.
  t.ok(members[1]!.elected > 30, `the one without errors had ${members[1]!.elected} of 60`)
})
