import t from 'tap'
import { askOverTls as ask } from './support/ask-over-tls.ts'
import { ca, pem } from './support/tls-member.ts'

const machineCertificate = pem('client.cert') + pem('client.key')

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  t.test(`a member may ask for a certificate of ours, over ${version}`, async t => {
    const demanding = { requestCert: true, ca, minVersion: version, maxVersion: version }
    t.equal(await ask(t, 'member', { caCertificate: ca, machineCertificate }, demanding), 'member')
    t.match(await ask(t, 'member', { caCertificate: ca }, demanding), /certificate required|alert handshake failure/)
  })
}

t.test('only protocols that are named are spoken', async t => {
  t.equal(await ask(t, 'member', { caCertificate: ca, protocol: ['TLSv1.3'] }), 'member')
  t.match(await ask(t, 'member', { caCertificate: ca, protocol: ['TLSv1.3'] }, { maxVersion: 'TLSv1.2' }), 'tlsv1 alert protocol version')
  t.equal(await ask(t, 'member', { caCertificate: ca, protocol: ['TLSv1.2', 'TLSv1.3'] }, { maxVersion: 'TLSv1.2' }), 'member')
})
