import t from 'tap'
import { check } from '../src/check.ts'
import { testIo } from './support/io.ts'
import { fixture } from './support/tls.ts'
import { variable } from './support/variable.ts'

t.test('check says what becomes of every line', async t => {
  const io = testIo()
  const file = `${t.testdir({ 'httpd.conf': `Listen ${variable('PORT')}\nUser www-data\n` })}/httpd.conf`
  t.equal(check({ file, define: { PORT: '8080' } }, io), 0)
  t.match(io.out(), /^.*httpd\.conf:1 +Listen +used\n.*httpd\.conf:2 +User +ignored +\S.*\n$/)
})

t.test('check of a file with a refused line ends with 1', async t => {
  const io = testIo()
  const file = `${t.testdir({ 'httpd.conf': 'Listen 80\nProxyPas / !\n' })}/httpd.conf`
  t.equal(check({ file, define: {} }, io), 1)
  t.match(io.out(), /^.*httpd\.conf:1 +Listen +used\n.*httpd\.conf:2 +ProxyPas +refused +unknown directive\n$/)
  t.equal(io.err(), '')
})

t.test('check of a file that is not there is refused', async t => {
  t.throws(() => check({ file: `${t.testdir()}/httpd.conf`, define: {} }, testIo()), { name: 'Refusal' })
})

t.test('check of certificates that do not work is refused, and no key is printed', async t => {
  const io = testIo()
  const [certificate, key] = [fixture('first.cert.pem'), fixture('second.key.pem')]
  const file = `${t.testdir({ 'httpd.conf': `SSLEngine On\nSSLCertificateFile ${certificate}\nSSLCertificateKeyFile ${key}\n` })}/httpd.conf`
  t.throws(() => check({ file, define: {} }, io), { name: 'Refusal', message: `${file}:3: SSLCertificateKeyFile: ${key} is not the key of ${certificate}` })
  t.notMatch(io.out() + io.err(), 'PRIVATE')
})
