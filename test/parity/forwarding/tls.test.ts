/** Asks a real httpd and us over TLS: whose certificate a client sees, what is spoken, and which requests are misdirected. */
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import t from 'tap'
import { hasHttpd, httpdRemedy, startHttpd } from '../../support/httpd.ts'
import { startOurs } from '../../support/ours.ts'
import { needs } from '../../support/skip.ts'

const oracle = needs('a real Apache httpd', hasHttpd(), httpdRemedy)
const fixtures = join(import.meta.dirname, '../../fixtures')

/** The certificate's name, the protocol, and the status, or of HTTP/2 none. */
async function tell (port: number, servername: string | null, host: string, ALPNProtocols: string[]): Promise<readonly unknown[]> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols, ...(servername === null ? {} : { servername }) })
  await once(socket, 'secureConnect')
  const seen = [socket.getPeerCertificate().subject.CN, socket.alpnProtocol]
  if (socket.alpnProtocol === 'h2') {
    socket.destroy()
    return seen
  }
  socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  return [...seen, (await text(socket)).slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)]
}

t.test('the same certificates, protocols and misdirected requests', oracle, async t => {
  const site = { files: [join(fixtures, 'front/tls.conf')], hosts: {}, tls: true, variables: { TLS: join(fixtures, 'tls') } }
  const [httpd, ours] = [await startHttpd(t, site), await startOurs(t, site)]
  for (const name of ['first.test', 'second.test', 'www.second.test', 'same.test', 'stranger.test', null]) {
    t.strictSame(await tell(ours.port, name, 'first.test', ['http/1.1', 'h2']), await tell(httpd.port, name, 'first.test', ['http/1.1', 'h2']), `${name} by HTTP/2`)
    for (const host of ['first.test', 'second.test', 'same.test', 'stranger.test']) {
      t.strictSame(await tell(ours.port, name, host, ['http/1.1']), await tell(httpd.port, name, host, ['http/1.1']), `${name}, then ${host}`)
    }
  }
})
