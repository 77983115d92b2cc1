import { join } from 'node:path'
import t from 'tap'
import { createContexts } from '../../src/front/contexts.ts'
import { server } from '../support/configuration.ts'
import { fixture, read, said, tls } from '../support/tls.ts'

function refusal (given: Parameters<typeof tls>[1]): string {
  try {
    createContexts([server({ tls: tls('first', given) })])
  } catch (error) {
    return (error as Error).message
  }
  return 'nothing is refused'
}

t.test('servers without TLS need nothing', async t => {
  t.equal(createContexts([server()]).size, 0)
})

t.test('a key that is another certificate\'s is refused', async t => {
  const certificates = [{ certificate: said(fixture('first.cert.pem')), key: said(fixture('second.key.pem')) }]
  t.equal(refusal({ certificates }), `httpd.conf:7: SSLCertificateKeyFile: ${fixture('second.key.pem')} is not the key of ${fixture('first.cert.pem')}`)
})

t.test('files that are not there, or hold something else, are refused', async t => {
  const broken = join(t.testdir({ pem: '-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n' }), 'pem')
  const [good] = tls('first').certificates
  t.match(refusal({ certificates: [{ ...good!, certificate: said('/none') }] }), /^httpd\.conf:7: SSLCertificateFile: \/none: ENOENT/)
  t.match(refusal({ certificates: [{ ...good!, certificate: said(broken) }] }), /^httpd\.conf:7: SSLCertificateFile: .*: error:/)
  t.match(refusal({ certificates: [{ ...good!, key: said(broken) }] }), /^httpd\.conf:7: SSLCertificateKeyFile: .*: error:/)
  t.match(refusal({ chain: said(broken) }), /^httpd\.conf:7: SSLCertificateFile: .*first\.cert\.pem: error:/)
  t.match(refusal({ chain: said('/none') }), /^httpd\.conf:7: SSLCertificateChainFile: \/none: ENOENT/)
  t.match(refusal({ ca: said('/none') }), /^httpd\.conf:7: SSLCACertificateFile: \/none: ENOENT/)
})

t.test('ciphers that OpenSSL does not know are refused', async t => {
  t.match(refusal({ cipherSuite: said('NONE-SUCH') }), /^httpd\.conf:7: SSLCipherSuite: NONE-SUCH: /)
  t.match(refusal({ tls13CipherSuite: said('TLS_NONE_SUCH') }), /^httpd\.conf:7: SSLCipherSuite: TLS_NONE_SUCH: /)
})

t.test('a chain stands behind the certificate', async t => {
  const definition = server({ tls: tls('first', { chain: said(fixture('ca.cert.pem')) }) })
  const { options } = createContexts([definition]).get(definition)!
  t.strictSame(options.cert, [`${read('first.cert.pem')}\n${read('ca.cert.pem')}`])
})
