import { formatStatus } from '@fastify-balancer/core'
import t from 'tap'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('a status in failonstatus is delivered, and its member put in error', async t => {
  const a = await startBackend(t, 'a')
  const b = await startBackend(t, 'b', (_request, response) => { response.writeHead(500).end('broken') })
  const { url, members } = await startShop(t, { failonstatus: [500, 503], members: [{ url: a.url }, { url: b.url }] })
  await fetch(url)
  const response = await fetch(url)
  t.equal(response.status, 500)
  t.equal(await response.text(), 'broken')
  t.equal(formatStatus(members[1]!.flags), 'Init Err ')
  for (let i = 0; i < 2; i++) t.equal(await (await fetch(url)).text(), 'a')
})

t.test('other statuses do no harm, nor does any to a member that ignores errors', async t => {
  const a = await startBackend(t, 'a', (_request, response) => { response.writeHead(404).end() })
  const b = await startBackend(t, 'b', (_request, response) => { response.writeHead(500).end() })
  const { url, members } = await startShop(t, { failonstatus: '500,503', members: [{ url: a.url }, { url: b.url, status: '+I' }] })
  const found: number[] = []
  for (let i = 0; i < 4; i++) found.push((await fetch(url)).status)
  t.strictSame(found, [404, 500, 404, 500])
  t.strictSame(members.map(({ flags }) => formatStatus(flags)), ['Init Ok ', 'Init Ign Ok '])
})
