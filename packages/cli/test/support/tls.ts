/** Servers that speak TLS, with certificates for first.test and second.test, and clients that ask them. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import type { ClientHttp2Session, IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import type { Said, ServerDefinition, TlsDefinition } from '@fastify-balancer/conf'
import { place, server } from './configuration.ts'

export const tlsListen = [{ host: '127.0.0.1', port: 0, tls: true }]

export function said (value: string): Said {
  return { value, place }
}

export function fixture (name: string): string {
  return join(import.meta.dirname, '../../../../test/fixtures/tls', name)
}

export function read (name: string): string {
  return readFileSync(fixture(name), 'utf8')
}

export function tls (name: string, given: Partial<TlsDefinition> = {}): TlsDefinition {
  return {
    certificates: [{ certificate: said(fixture(`${name}.cert.pem`)), key: said(fixture(`${name}.key.pem`)) }],
    chain: null,
    ca: null,
    verifyClient: 'none',
    verifyDepth: 1,
    versions: ['TLSv1.2', 'TLSv1.3'],
    cipherSuite: null,
    tls13CipherSuite: null,
    honorCipherOrder: false,
    sessionTickets: true,
    ...given
  }
}

/** A virtual host named `NAME.test` on every address. */
export function host (name: string, given: Partial<ServerDefinition> = {}): ServerDefinition {
  return server({ addresses: [{ host: null, port: null }], serverName: `${name}.test`, tls: tls(name), ...given })
}

/** A connection that trusts the test's CA; `servername` asks for a host. */
export async function shake (port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, ca: read('ca.cert.pem'), checkServerIdentity: () => undefined, ...options })
  await once(socket, 'secureConnect')
  return socket
}

export function client (name: string): ConnectionOptions {
  return { cert: read(`${name}.cert.pem`), key: read(`${name}.key.pem`) }
}

/** Asks over HTTP/1.1, and reads until the connection ends. */
export async function askTls (port: number, name: string | undefined, host: string, options: ConnectionOptions = {}): Promise<string> {
  const socket = await shake(port, { ...(name === undefined ? {} : { servername: name }), ...options })
  socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  return text(socket)
}

/** A session that is gone when the test ends; without `secure` by prior knowledge. */
export async function session (t: { teardown: (close: () => unknown) => void }, port: number, servername: string | null): Promise<ClientHttp2Session> {
  const made = servername === null
    ? connectHttp2(`http://127.0.0.1:${port}`)
    : connectHttp2(`https://127.0.0.1:${port}`, { ca: read('ca.cert.pem'), servername })
  t.teardown(() => { made.destroy() })
  await once(made, 'connect')
  return made
}

export interface Http2Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export async function askHttp2 (over: ClientHttp2Session, headers: OutgoingHttpHeaders, body = ''): Promise<Http2Answer> {
  const stream = over.request(headers, { endStream: body === '' })
  if (body !== '') stream.end(body)
  const [answer] = await once(stream, 'response') as [IncomingHttpHeaders]
  return { status: Number(answer[':status']), headers: answer, body: await text(stream) }
}
