/** What httpd.conf asks of members' certificates, asked of a real httpd and of ours. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { bytesOf, exchange } from '../../support/client.ts'
import { hasHttpd, httpdRemedy, startHttpd } from '../../support/httpd.ts'
import { startOurs } from '../../support/ours.ts'
import { needs } from '../../support/skip.ts'

const file = join(import.meta.dirname, '../../fixtures/parity/ssl-proxy.conf')
const certificates = join(import.meta.dirname, '../../../packages/conf/test/fixtures/certificates')

function pem (name: string): string {
  return readFileSync(join(import.meta.dirname, '../../../packages/balancer/test/fixtures/tls', `${name}.pem`), 'utf8')
}

/** The URL of a member with such a certificate, which is made out to localhost. */
async function start (t: Test, certificate: string, host = 'localhost', options: ServerOptions = {}): Promise<string> {
  const server = createServer({ key: pem(`${certificate}.key`), cert: pem(`${certificate}.cert`), ...options }, (_request, response) => { response.end(certificate) })
  server.on('tlsClientError', () => {}).listen(0)
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `https://${host}:${(server.address() as AddressInfo).port}`
}

const served: Readonly<Record<string, boolean>> = {
  known: true,
  unknown: false,
  'unknown-but-taken': true,
  expired: false,
  'expired-though-forgiven': false,
  'expired-without-verification': false,
  'expired-but-taken': true,
  'other-name': false,
  'other-name-without-verification': false,
  'other-name-but-taken': true,
  'other-name-but-taken-by-cn': true,
  demanding: false,
  'demanding-and-served': true,
  'old-protocol': false
}

t.test('members speak TLS', needs('a real Apache httpd', hasHttpd(), httpdRemedy), async t => {
  const variables = {
    CERTIFICATES: certificates,
    MEMBER: await start(t, 'member'),
    STRANGER: await start(t, 'stranger'),
    EXPIRED: await start(t, 'expired'),
    OTHER: await start(t, 'member', '127.0.0.2'),
    DEMANDING: await start(t, 'member', 'localhost', { requestCert: true, ca: pem('ca.cert') }),
    OLD: await start(t, 'member', 'localhost', { maxVersion: 'TLSv1.2' })
  }
  const [httpd, ours] = await Promise.all([startHttpd, startOurs].map(front => front(t, { files: [file], hosts: {}, variables })))
  for (const [path, expected] of Object.entries(served)) {
    const [theirs, given] = await Promise.all([httpd!, ours!].map(({ port }) => exchange(port, bytesOf(`GET /${path}`, ['Host: www.example']))))
    // Where TLS fails httpd says 500 or 502, and tries no other member.
    t.equal(theirs!.status === 200, expected, `httpd: ${path}: ${theirs!.status}`)
    t.equal(given!.status, expected ? 200 : 503, `ours: ${path}`)
  }
})
