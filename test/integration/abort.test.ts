/** A client that leaves before the answer frees its member, and the backend learns that nobody waits any more. */
import { once } from 'node:events'
import net from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { startBackend } from '../support/backend.ts'
import { bytesOf, exchange } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { readMembers } from '../support/manager-page.ts'
import { startOurs } from '../support/ours.ts'

const file = join(import.meta.dirname, '../fixtures/abort/httpd.conf')
const host = 'Host: example.com'

const requests = {
  'a GET': bytesOf('GET /app/think', [host]),
  'a POST whose body has arrived': bytesOf('POST /app/think', [host, 'Content-Length: 5'], 'hello'),
  'a HEAD': bytesOf('HEAD /app/think', [host])
}

t.test('a client leaves', async t => {
  const backend = await startBackend(t, 'slow')
  const { port } = await startOurs(t, { files: [file], hosts: { 'slow.local': backend.port } })
  const busy = async (): Promise<string | undefined> => (await readMembers(port))[0]?.['Busy']
  backend.answer = ({ startLine }) => startLine.includes('/think') ? new Promise(() => {}) : {}

  for (const [name, bytes] of Object.entries(requests)) {
    t.test(name, async t => {
      const client = net.connect(port, '127.0.0.1')
      const arrived = once(backend.events, 'request')
      client.write(bytes)
      const [request] = await arrived
      t.equal(await busy(), '1', 'the member is busy while the backend thinks')

      const aborted = once(backend.events, 'abort')
      client.destroy()
      t.strictSame(await aborted, [request], 'the backend sees its request aborted')
      await eventually(async () => await busy() === '0')
      t.pass('the member is free again')
    })
  }

  t.test('many at once', async t => {
    const clients = Array.from({ length: 20 }, () => net.connect(port, '127.0.0.1'))
    for (const client of clients) client.write(requests['a GET'])
    await eventually(async () => await busy() === '20')
    for (const client of clients) client.destroy()
    await eventually(async () => await busy() === '0')
    t.pass('the member is free again')
  })

  t.test('others are served as before', async t => {
    const answer = await exchange(port, bytesOf('GET /app/', [host]))
    t.equal(answer.status, 200)
    const [member] = await readMembers(port)
    t.match(member?.['Status'], /^Init Ok/, 'the member is not blamed')
    t.equal(member?.['Elected'], '24')
  })
})
