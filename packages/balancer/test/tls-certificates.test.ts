import t from 'tap'
import { askOverTls as ask } from './support/ask-over-tls.ts'
import { ca, pem } from './support/tls-member.ts'

t.test('a certificate must lead to a known authority', async t => {
  t.equal(await ask(t, 'member', { caCertificate: ca }), 'member')
  t.equal(await ask(t, 'member', { caCertificate: [pem('stranger.cert'), ca] }), 'member')
  t.equal(await ask(t, 'stranger', { caCertificate: pem('stranger.cert') }), 'stranger')
  t.match(await ask(t, 'member', {}), /^unable to (verify the first|get local issuer) certificate/)
  t.match(await ask(t, 'stranger', { caCertificate: ca }), 'self-signed certificate')
  t.equal(await ask(t, 'stranger', { verify: 'none' }), 'stranger')
})

t.test('it must be valid', async t => {
  t.match(await ask(t, 'expired', { caCertificate: ca }), 'certificate has expired')
  t.match(await ask(t, 'expired', { caCertificate: ca, checkPeerExpire: false }), 'certificate has expired')
  t.match(await ask(t, 'expired', { verify: 'none' }), 'the certificate is valid from Jan  1 00:00:00 2020 GMT to Jan  2')
  t.equal(await ask(t, 'expired', { verify: 'none', checkPeerExpire: false }), 'expired')
})

t.test('it must be made out to the member, wherever the connection goes', async t => {
  t.equal(await ask(t, 'member', { caCertificate: ca }, { host: '127.0.0.1' }), 'member')
  for (const verify of ['require', 'none'] as const) {
    t.match(await ask(t, 'member', { caCertificate: ca, verify }, { host: 'other.test' }), /^Host: other.test. is not in the cert's altnames: DNS:member.test/)
    t.match(await ask(t, 'member', { caCertificate: ca, verify }, { host: '127.0.0.2' }), /^IP: 127.0.0.2 is not in the cert's list: 127.0.0.1/)
    t.equal(await ask(t, 'member', { caCertificate: ca, verify, checkPeerName: false }, { host: 'other.test' }), 'member')
  }
})
