import { once } from 'node:events'
import { connect as connectPlain } from 'node:net'
import t from 'tap'
import type { Test } from 'tap'
import type { Configuration } from '@fastify-balancer/conf'
import { backend } from './support/backend.ts'
import { server } from './support/configuration.ts'
import { rule, started } from './support/started.ts'
import type { Started } from './support/started.ts'
import { askTls, client, fixture, host, said, shake, tls, tlsListen } from './support/tls.ts'

const plain = [{ host: '127.0.0.1', port: 0 }]

/** Every host sends to a member of its own, which answers the host's name. */
async function serving (t: Test, names: readonly string[], given: (name: string) => Parameters<typeof host>[1] = () => ({}), more: Partial<Configuration> = {}): Promise<Started & { port: number }> {
  const virtualHosts = await Promise.all(names.map(async name => {
    const member = await backend((request, response) => {
      response.setHeader('location', `${member.url}/there`)
      response.end(`${name} asked as ${request.headers['x-forwarded-host']}`)
    })
    t.teardown(member.close)
    return host(name, { proxyPass: [rule('/', `${member.url}/`)], proxyPassReverse: [{ path: '/', url: `${member.url}/` }], ...given(name) })
  }))
  const running = await started(t, { virtualHosts, ...more }, { listen: tlsListen })
  return { ...running, port: running.serving.addresses[0]!.port }
}

t.test('a client that names a host sees its certificate, others that of the first', async t => {
  const { port } = await serving(t, ['first', 'second'], name => name === 'second' ? { serverAlias: ['*.second.test'] } : {})
  const subjects = []
  for (const name of ['first.test', 'second.test', 'www.second.test', 'SECOND.test', 'stranger.test', undefined]) {
    const socket = await shake(port, name === undefined ? {} : { servername: name })
    subjects.push(socket.getPeerCertificate().subject.CN)
    socket.destroy()
  }
  t.strictSame(subjects, ['first.test', 'second.test', 'second.test', 'second.test', 'first.test', 'first.test'])
})

t.test('a request is answered by the host that it names, with https in its URLs', async t => {
  const { port } = await serving(t, ['first', 'second'])
  t.match(await askTls(port, 'second.test', 'second.test'), /^HTTP\/1\.1 200 .*\r\nlocation: https:\/\/second\.test\/there\r\n.*second asked as second\.test/s)
  t.match(await askTls(port, 'first.test', 'stranger.test'), /^HTTP\/1\.1 200 .*first asked as stranger\.test/s)
  t.match(await askTls(port, undefined, 'first.test'), /^HTTP\/1\.1 200 .*first asked as first\.test/s)
})

t.test('a request for a host that would have shaken hands differently is misdirected', async t => {
  const { port } = await serving(t, ['first', 'second', 'same', 'strict'], name => ({
    first: {},
    second: {},
    same: { tls: tls('first') },
    strict: { tls: tls('first', { verifyClient: 'require', ca: said(fixture('ca.cert.pem')) }) }
  }[name]!))
  const status = async (...args: Parameters<typeof askTls>): Promise<string> => (await askTls(...args)).slice('HTTP/1.1 '.length, 12)
  t.equal(await status(port, 'first.test', 'second.test'), '421')
  t.equal(await status(port, 'second.test', 'first.test'), '421')
  t.equal(await status(port, 'second.test', 'stranger.test'), '421', 'the first host is for strangers')
  t.equal(await status(port, undefined, 'second.test'), '421', 'without a name the first host greets')
  t.equal(await status(port, 'first.test', 'same.test'), '200', 'the same certificate')
  t.equal(await status(port, 'first.test', 'strict.test'), '421', 'the same certificate, but clients need one too')
})

t.test('SSLVerifyClient decides who gets in', async t => {
  const ca = said(fixture('ca.cert.pem'))
  const { port, io } = await serving(t, ['first', 'second', 'shallow'], name => ({
    first: { tls: tls('first', { verifyClient: 'optional', ca }) },
    second: { tls: tls('second', { verifyClient: 'require', ca }), logLevel: { level: 'info', modules: {} } },
    shallow: { tls: tls('first', { verifyClient: 'require', ca, verifyDepth: 0 }) }
  }[name]!))
  const asked = async (name: string, options = {}): Promise<string> => askTls(port, name, name, options).catch((error: Error) => error.message)
  t.match(await asked('first.test'), /^HTTP\/1\.1 200/, 'optional: without one')
  t.match(await asked('first.test', client('client')), /^HTTP\/1\.1 200/, 'optional: with one')
  t.notMatch(await asked('first.test', client('stranger')), /HTTP/, 'optional: with one that nobody vouches for')
  t.match(await asked('second.test', client('client')), /^HTTP\/1\.1 200/, 'require: with one')
  t.notMatch(await asked('second.test'), /HTTP/, 'require: without one')
  t.notMatch(await asked('second.test', client('stranger')), /HTTP/, 'require: with one that nobody vouches for')
  t.match(io.err(), /\[ssl:info\] \[pid \d+\] \[client 127\.0\.0\.1:\d+\] client certificate refused: /)
  t.notMatch(await asked('shallow.test', client('client')), /HTTP/, 'more certificates above it than SSLVerifyDepth')
})

t.test('where clients are verified, a session is not carried from one host to the other', async t => {
  const ca = said(fixture('ca.cert.pem'))
  const { port } = await serving(t, ['first', 'second'], name => name === 'first' ? {} : { tls: tls('second', { verifyClient: 'require', ca }) })
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const socket = await shake(port, { servername: 'second.test', maxVersion, ...client('client') })
    let given = socket.getSession()
    socket.on('session', session => { given = session })
    socket.write('GET / HTTP/1.1\r\nHost: second.test\r\nConnection: close\r\n\r\n')
    await socket.resume().toArray()
    const again = await shake(port, { servername: 'second.test', maxVersion, ...client('client'), ...(given === undefined ? {} : { session: given }) })
    t.equal(again.isSessionReused(), false, maxVersion)
    again.destroy()
  }
})

t.test('versions, ciphers and tickets are those of the configuration', async t => {
  const { port } = await serving(t, ['first'], () => ({ tls: tls('first', { versions: ['TLSv1.2'], cipherSuite: said('ECDHE-ECDSA-AES128-GCM-SHA256'), honorCipherOrder: true, sessionTickets: false }) }))
  const socket = await shake(port)
  t.equal(socket.getProtocol(), 'TLSv1.2')
  t.equal(socket.getCipher().name, 'ECDHE-ECDSA-AES128-GCM-SHA256')
  t.equal(socket.getTLSTicket(), undefined)
  socket.destroy()
  await t.rejects(shake(port, { minVersion: 'TLSv1.3' }))
  const other = await serving(t, ['first'], () => ({ tls: tls('first', { tls13CipherSuite: said('TLS_AES_128_GCM_SHA256') }) }))
  const newer = await shake(other.port)
  t.equal(newer.getCipher().name, 'TLS_AES_128_GCM_SHA256')
  newer.destroy()
})

t.test('who does not speak TLS there is sent away', async t => {
  const { port, io } = await serving(t, ['first'], () => ({ logLevel: { level: 'info', modules: {} } }))
  const socket = connectPlain(port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: first.test\r\n\r\n')
  await once(socket.resume(), 'close')
  t.match(io.err(), /\[ssl:info\] \[pid \d+\] \[client 127\.0\.0\.1:\d+\] handshake failed: /)
})

t.test('a client without a common protocol is refused (RFC 7301 §3.2)', async t => {
  const { port } = await serving(t, ['first'])
  await t.rejects(shake(port, { ALPNProtocols: ['foo'] }), { code: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' })
})

t.test('close ends handshakes that are under way', async t => {
  const { port, close } = await serving(t, ['first'])
  const socket = connectPlain(port, '127.0.0.1')
  await once(socket, 'connect')
  const secure = await shake(port)
  await Promise.all([close(), once(socket.resume(), 'close'), once(secure.resume(), 'close')])
})

t.test('--listen takes those that speak TLS for https://, the others for others', async t => {
  const answer = async (name: string) => {
    const member = await backend((_request, response) => { response.end(name) })
    t.teardown(member.close)
    return [rule('/', `${member.url}/`)]
  }
  const virtualHosts = [host('first', { proxyPass: await answer('tls') }), host('second', { tls: null, proxyPass: await answer('plain') })]
  const { ask, serving: { addresses } } = await started(t, { virtualHosts }, { listen: [...plain, ...tlsListen] })
  t.equal((await ask('/', { host: 'first.test' })).body, 'plain')
  t.match(await askTls(addresses[1]!.port, 'second.test', 'second.test'), /^HTTP\/1\.1 200 .*tls/s)
})

t.test('--listen for what no server speaks is refused', async t => {
  await t.rejects(started(t, {}, { listen: tlsListen }), { name: 'Refusal', message: '--listen https://127.0.0.1:0: no server has SSLEngine On' })
  const all = { main: server({ tls: tls('first') }), virtualHosts: [host('second')] }
  await t.rejects(started(t, all, { listen: plain }), { message: '--listen 127.0.0.1:0: all servers speak TLS; say https://127.0.0.1:0' })
})
