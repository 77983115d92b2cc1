import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { main, read, refusal, verdicts } from '../support/read.ts'
import type { Files } from '../support/read.ts'

function pem (name: string): string {
  return readFileSync(join(import.meta.dirname, '../../../../test/fixtures/tls', name), 'utf8')
}

const both = `${pem('first.cert.pem')}${pem('first.key.pem')}`

function files (text: string): Files {
  return { 'httpd.conf': text, cert: pem('first.cert.pem'), key: pem('first.key.pem'), ca: pem('ca.cert.pem'), locked: pem('locked.key.pem'), both }
}

const on = 'SSLEngine On\nSSLCertificateFile cert\nSSLCertificateKeyFile key\n'

t.test('a server speaks TLS with its certificate, by what httpd does without more', async t => {
  const { main: { tls }, serverRoot } = read(t, files(on))
  t.strictSame(tls, {
    certificates: [{
      certificate: { value: `${serverRoot}/cert`, place: { file: `${serverRoot}/httpd.conf`, line: 2 } },
      key: { value: `${serverRoot}/key`, place: { file: `${serverRoot}/httpd.conf`, line: 3 } }
    }],
    chain: null,
    ca: null,
    verifyClient: 'none',
    verifyDepth: 1,
    versions: ['TLSv1.2', 'TLSv1.3'],
    cipherSuite: null,
    tls13CipherSuite: null,
    honorCipherOrder: false,
    sessionTickets: true
  })
  t.equal(main(t, '').tls, null)
  t.equal(read(t, files(on.replace('On', 'Off'))).main.tls, null)
})

t.test('every directive is used', async t => {
  const { main: { tls } } = read(t, files(`${on}SSLCertificateChainFile ca
SSLCACertificateFile ca
SSLVerifyClient Optional
SSLVerifyDepth 3
SSLProtocol all -TLSv1.2 -SSLv3
SSLCipherSuite HIGH:!aNULL
SSLCipherSuite TLSv1.3 TLS_AES_128_GCM_SHA256
SSLHonorCipherOrder On
SSLSessionTickets Off`))
  t.match(tls, {
    chain: { value: /\/ca$/ },
    ca: { value: /\/ca$/ },
    verifyClient: 'optional',
    verifyDepth: 3,
    versions: ['TLSv1.3'],
    cipherSuite: { value: 'HIGH:!aNULL' },
    tls13CipherSuite: { value: 'TLS_AES_128_GCM_SHA256' },
    honorCipherOrder: true,
    sessionTickets: false
  })
})

t.test('a virtual host inherits what it does not say', async t => {
  const { virtualHosts } = read(t, files(`${on}SSLProtocol TLSv1.3\n<VirtualHost *:1>\n</VirtualHost>\n<VirtualHost *:2>\nSSLEngine Off\n</VirtualHost>\n<VirtualHost *:3>\nSSLCertificateFile both\n</VirtualHost>`))
  t.match(virtualHosts.map(({ tls }) => tls), [
    { versions: ['TLSv1.3'], certificates: [{ certificate: { value: /cert$/ } }] },
    null,
    { versions: ['TLSv1.3'], certificates: [{ certificate: { value: /both$/ }, key: { value: /both$/ } }] }
  ])
})

t.test('a virtual host with a certificate on a port for https needs no SSLEngine', async t => {
  const engines = (listen: string, port: number): boolean[] =>
    read(t, files(`${listen}\n<VirtualHost *:${port}>\nSSLCertificateFile both\n</VirtualHost>`)).virtualHosts.map(({ tls }) => tls !== null)
  t.strictSame([engines('Listen 443', 443), engines('Listen 8443 HTTPS', 8443), engines('Listen 8443', 8443), engines('Listen 443 http', 443)], [[true], [true], [false], [false]])
})

t.test('files are looked into, and what cannot be used is refused', async t => {
  const refused = (text: string): string => refusal(t, files(text))
  t.match(refused('SSLCertificateFile none'), /^httpd\.conf:1: SSLCertificateFile: ENOENT: /)
  t.equal(refused('SSLCertificateFile key'), 'httpd.conf:1: SSLCertificateFile: key holds no certificate (PEM)')
  t.equal(refused('SSLCertificateKeyFile cert'), 'httpd.conf:1: SSLCertificateKeyFile: cert holds no private key (PEM)')
  t.equal(refused('SSLCertificateKeyFile locked'), 'httpd.conf:1: SSLCertificateKeyFile: the private key in locked is encrypted, and nobody is there to type its password')
  t.equal(refused('SSLEngine On\nSSLCertificateFile cert'), 'httpd.conf:2: SSLCertificateFile: without SSLCertificateKeyFile: cert holds no private key (PEM)')
  t.equal(refused('SSLEngine On'), 'httpd.conf:1: SSLEngine: needs SSLCertificateFile')
  t.equal(refused(`${on}SSLVerifyClient require`), 'httpd.conf:4: SSLVerifyClient: needs SSLCACertificateFile: nobody could be verified')
})

t.test('values that would be unsafe or unknown are refused', async t => {
  t.match(refusal(t, 'SSLEngine optional'), 'SSLEngine: optional is not supported')
  t.match(refusal(t, 'SSLVerifyClient optional_no_ca'), 'SSLVerifyClient: optional_no_ca is not supported')
  t.match(refusal(t, 'SSLVerifyClient maybe'), 'SSLVerifyClient: must be none, optional or require, not "maybe"')
  t.match(refusal(t, 'SSLProtocol TLSv1.1'), 'SSLProtocol: TLSv1.1 is not spoken any more')
  t.match(refusal(t, 'SSLProtocol all +SSLv3'), 'SSLProtocol: SSLv3 is not spoken any more')
  t.match(refusal(t, 'SSLProtocol TLSv9'), 'SSLProtocol: there is no protocol "TLSv9"')
  t.match(refusal(t, 'SSLProtocol all -all'), 'SSLProtocol: no protocol is left')
  t.match(refusal(t, 'SSLCipherSuite DTLS x'), 'SSLCipherSuite: must be for SSL or TLSv1.3, not for "DTLS"')
  t.match(refusal(t, 'SSLOptions +Everything'), 'SSLOptions: there is no option "+Everything"')
  t.match(refusal(t, 'SSLOptions +FakeBasicAuth'), 'SSLOptions: FakeBasicAuth is not supported yet')
  t.match(refusal(t, 'SSLInsecureRenegotiation On'), 'SSLInsecureRenegotiation: not supported yet')
  t.match(refusal(t, 'Listen 80 ftp'), 'Listen: protocol ftp is not supported')
})

t.test('what changes nothing is told', async t => {
  t.strictSame(verdicts(t, 'SSLProtocol +TLSv1.3 TLSv1.2'), ['SSLProtocol used TLSv1.2 takes the place of what stands before it: +TLSv1.2 would add'])
  t.strictSame(verdicts(t, 'SSLOptions +StdEnvVars -FakeBasicAuth'), ['SSLOptions ignored nothing here reads the variables of TLS'])
  t.strictSame(verdicts(t, '<Directory /x>\nSSLOptions +StdEnvVars\n</Directory>').at(-1), 'SSLOptions ignored nothing here reads the variables of TLS')
})

t.test('servers of one address must agree on TLS', async t => {
  const host = (address: string, text: string): string => `<VirtualHost ${address}>\n${text}\n</VirtualHost>\n`
  const tls = 'SSLEngine On\nSSLCertificateFile both'
  const refused = (text: string): string => refusal(t, files(text))
  t.equal(refused(host('*:1', tls) + host('*:1', '')), 'httpd.conf:5: <VirtualHost>: httpd.conf:1 has the same address and speaks TLS')
  t.equal(refused(host('*:1', '') + host('*', tls)), 'httpd.conf:4: <VirtualHost>: httpd.conf:1 has the same address and speaks no TLS')
  t.equal(refused(host('*:1', tls) + host('*:1', `${tls}\nSSLProtocol TLSv1.3`)),
    'httpd.conf:5: <VirtualHost>: SSLProtocol, SSLCipherSuite, SSLHonorCipherOrder and SSLSessionTickets must be the same as at httpd.conf:1, which has the same address')
  t.equal(refused(host('*:1', tls) + host('10.0.0.1:1', '') + host('*:2', '')), 'nothing is refused')
})

t.test('an address for https needs a server that speaks TLS', async t => {
  t.equal(refusal(t, 'Listen 8443 https'), 'httpd.conf:1: Listen: no server there has SSLEngine On')
  t.equal(refusal(t, 'Listen 8443 https\n<VirtualHost *:8443>\n</VirtualHost>'), 'httpd.conf:1: Listen: no server there has SSLEngine On')
  t.equal(refusal(t, files(`Listen 8443 https\n${on}`)), 'nothing is refused')
})
