import type { ServerOptions } from 'node:https'
import type { Test } from 'tap'
import type { SslProxySettings } from '../../src/index.ts'
import { startApp } from './app.ts'
import { keepLogs } from './logs.ts'
import { startTlsMember } from './tls-member.ts'

/** What a client gets of a member with such a certificate, and why it got no more. */
export async function askOverTls (t: Test, certificate: string, sslProxy: SslProxySettings, { host = 'member.test', ...server }: ServerOptions & { host?: string } = {}): Promise<string> {
  const { port } = await startTlsMember(t, certificate, undefined, server)
  const { logger, lines } = keepLogs('error')
  const { url } = await startApp(t, {
    proxyPass: [{ path: '/', url: `https://${host}/` }], connectTo: [`${host}:443:127.0.0.1:${port}`], sslProxy
  }, undefined, { logger })
  const response = await fetch(url)
  if (response.status === 200) return await response.text()
  t.equal(response.status, 503)
  return lines[0]!.msg.replace(/^.*handshake with \S+ failed: /, '')
}
