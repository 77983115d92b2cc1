import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { Server, ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import type { Test } from 'tap'

/** A file of `fixtures/tls`: `member`, `expired` and `client` are signed by `ca`, `stranger` by itself. */
export function pem (name: string): string {
  return readFileSync(join(import.meta.dirname, '../fixtures/tls', `${name}.pem`), 'utf8')
}

export const ca: string = pem('ca.cert')

/** A member that speaks TLS. */
export interface TlsMember {
  readonly port: number
  readonly server: Server
  /** The connections whose handshake came to its end. */
  readonly sockets: TLSSocket[]
  /** Whether each was short, as we knew each other already. */
  readonly resumed: boolean[]
}

/** Starts a member with the certificate of that name, which is made out to `member.test` and 127.0.0.1. */
export async function startTlsMember (t: Test, certificate = 'member', listener: RequestListener = (_request, response) => { response.end(certificate) }, options: ServerOptions = {}): Promise<TlsMember> {
  const server = createServer({ key: pem(`${certificate}.key`), cert: pem(`${certificate}.cert`), ...options }, listener)
  const sockets: TLSSocket[] = []
  const resumed: boolean[] = []
  server.on('secureConnection', socket => {
    sockets.push(socket)
    resumed.push(socket.isSessionReused())
  }).on('tlsClientError', () => {}).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, server, sockets, resumed }
}
