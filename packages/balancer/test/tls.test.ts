import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { startApp } from './support/app.ts'

t.test('a certificate that nobody vouches for is refused, and no request sent', async t => {
  const [key, cert] = ['key', 'cert'].map(part => readFileSync(join(import.meta.dirname, 'fixtures', `self-signed.${part}.pem`)))
  const server = createServer({ key: key!, cert: cert! }, () => t.fail('a request came through'))
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const { url } = await startApp(t, {
    proxyPass: [{ path: '/ip', url: `https://127.0.0.1:${port}` }, { path: '/name', url: 'https://member.test' }],
    connectTo: [`member.test:443:127.0.0.1:${port}`]
  })
  for (const path of ['/ip', '/name']) {
    const response = await fetch(url + path)
    t.equal(response.status, 503)
    t.match(await response.json(), { code: 'FST_BALANCER_UNREACHABLE' })
  }
})
