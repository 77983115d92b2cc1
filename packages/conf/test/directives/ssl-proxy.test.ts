import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { main, read, refusal, verdicts } from '../support/read.ts'

const ca = readFileSync(join(import.meta.dirname, '../fixtures/certificates/ca.pem'), 'utf8')
const client = readFileSync(join(import.meta.dirname, '../fixtures/certificates/client.pem'), 'utf8')
const key = client.slice(client.indexOf('-----BEGIN PRIVATE KEY'))

t.test('nothing said, all is as by default', async t => {
  t.same(main(t, '').sslProxy, { balancers: {} })
})

t.test('what is said is read, files too', async t => {
  const conf = [
    'SSLProxyEngine On', 'SSLProxyVerify require', 'SSLProxyCACertificateFile ca.pem', 'SSLProxyMachineCertificateFile client.pem',
    'SSLProxyCheckPeerName On', 'SSLProxyCheckPeerExpire Off', 'SSLProxyProtocol all -TLSv1.2'
  ].join('\n')
  t.same(read(t, { 'httpd.conf': conf, 'ca.pem': ca, 'client.pem': client }).main.sslProxy, {
    verify: 'require', caCertificate: ca, machineCertificate: client, checkPeerName: true, checkPeerExpire: false, protocol: ['TLSv1.3'], balancers: {}
  })
})

t.test('SSLProxyVerify optional asks for as much as require, as every server shows a certificate', async t => {
  t.same(['none', 'REQUIRE', 'optional'].map(word => main(t, `SSLProxyVerify ${word}`).sslProxy.verify), ['none', 'require', 'require'])
  t.equal(refusal(t, 'SSLProxyVerify optional_no_ca'), 'httpd.conf:1: SSLProxyVerify: must be require, optional or none, not "optional_no_ca"')
})

t.test('SSLProxyCheckPeerCN counts as long as SSLProxyCheckPeerName is not On', async t => {
  const checked = (text: string): boolean | undefined => main(t, text).sslProxy.checkPeerName
  t.equal(checked('SSLProxyCheckPeerCN Off'), false)
  t.equal(checked('SSLProxyCheckPeerCN On'), true)
  t.equal(checked('SSLProxyCheckPeerName Off'), false)
  t.equal(checked('SSLProxyCheckPeerName Off\nSSLProxyCheckPeerCN Off'), false)
  t.equal(checked('SSLProxyCheckPeerName Off\nSSLProxyCheckPeerCN On'), true)
  t.equal(checked('SSLProxyCheckPeerName On\nSSLProxyCheckPeerCN Off'), true)
})

t.test('a virtual host wins over the main server, a balancer over both, each directive for itself', async t => {
  const { main, virtualHosts } = read(t, {
    'httpd.conf': [
      'SSLProxyVerify none', 'SSLProxyCACertificateFile ca.pem', '<Proxy balancer://One>', 'SSLProxyCheckPeerName off', '</Proxy>',
      '<VirtualHost *>', 'SSLProxyVerify require', '<Proxy balancer://one>', 'SSLProxyCACertificatePath authorities', 'SSLProxyCheckPeerExpire off', '</Proxy>', '</VirtualHost>'
    ].join('\n'),
    'ca.pem': ca,
    authorities: { 'a.pem': ca, '1234.0': ca, 'b.crt': `more\n${ca}`, README: 'none', below: {} }
  })
  t.same(main.sslProxy, { verify: 'none', caCertificate: ca, balancers: { one: { verify: 'none', caCertificate: ca, checkPeerName: false } } })
  t.same(virtualHosts[0]!.sslProxy, {
    verify: 'require',
    caCertificate: ca,
    balancers: { one: { verify: 'require', caCertificate: [ca, ca, `more\n${ca}`].join('\n'), checkPeerName: false, checkPeerExpire: false } }
  })
})

t.test('protocols are added and taken away, from left to right', async t => {
  const spoken = (words: string): unknown => main(t, `SSLProxyProtocol ${words}`).sslProxy.protocol
  t.same(spoken('all'), ['TLSv1.2', 'TLSv1.3'])
  t.same(spoken('all -SSLv3 -TLSv1 -TLSv1.1'), ['TLSv1.2', 'TLSv1.3'])
  t.same(spoken('TLSv1.2'), ['TLSv1.2'])
  t.same(spoken('-all +tlsv1.2 +TLSv1.3'), ['TLSv1.2', 'TLSv1.3'])
  t.same(spoken('all +TLSv1.1'), ['TLSv1.1', 'TLSv1.2', 'TLSv1.3'])
  const refused: Readonly<Record<string, string>> = {
    'TLSv1.2 TLSv1.3': 'TLSv1.3 needs + or - in front',
    SSLv3: 'SSLv3 is not spoken',
    'all +SSLv3': '+SSLv3 is not spoken',
    'all -TLSv1.2 -TLSv1.3': 'leaves no protocol',
    '+TLSv1.1 +TLSv1.3': 'a gap is not supported: TLSv1.1, TLSv1.3',
    TLSv2: 'must be TLSv1, TLSv1.1, TLSv1.2, TLSv1.3 or all, each with + or - in front, not "TLSv2"',
    toString: 'must be TLSv1, TLSv1.1, TLSv1.2, TLSv1.3 or all, each with + or - in front, not "toString"'
  }
  for (const [words, reason] of Object.entries(refused)) t.equal(refusal(t, `SSLProxyProtocol ${words}`), `httpd.conf:1: SSLProxyProtocol: ${reason}`)
})

t.test('files that cannot be used are refused', async t => {
  const files = {
    'ca.pem': ca,
    'client.pem': client,
    'key.pem': key,
    'text.pem': 'no certificate',
    'short.pem': ca.replace(/\n.{64}\n/, '\n'),
    'rubbish.pem': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
    'two.pem': client + key,
    'encrypted.pem': ca + key.replaceAll('PRIVATE', 'ENCRYPTED PRIVATE'),
    'old.pem': ca + key.replaceAll('PRIVATE', 'EC PRIVATE').replace('KEY-----\n', 'KEY-----\nProc-Type: 4,ENCRYPTED\n'),
    empty: {}
  }
  const reason = (line: string): string => refusal(t, { 'httpd.conf': line, ...files }).replace(/^httpd.conf:1: \w+: /, '')
  t.match(reason('SSLProxyCACertificateFile none.pem'), 'ENOENT: no such file or directory')
  t.equal(reason('SSLProxyCACertificateFile text.pem'), 'text.pem holds no certificate (PEM)')
  t.equal(reason('SSLProxyCACertificateFile short.pem'), 'short.pem holds a certificate that cannot be read')
  t.equal(reason('SSLProxyCACertificateFile rubbish.pem'), 'rubbish.pem holds a certificate that cannot be read')
  t.match(reason('SSLProxyCACertificatePath none'), 'ENOENT: no such file or directory')
  t.equal(reason('SSLProxyCACertificatePath empty'), 'empty holds no file with a certificate (PEM)')
  t.equal(reason('SSLProxyMachineCertificateFile key.pem'), 'key.pem holds no certificate (PEM)')
  t.equal(reason('SSLProxyMachineCertificateFile ca.pem'), 'ca.pem must hold one private key (PEM), not 0')
  t.equal(reason('SSLProxyMachineCertificateFile two.pem'), 'two.pem must hold one private key (PEM), not 2')
  for (const name of ['encrypted', 'old']) {
    t.equal(reason(`SSLProxyMachineCertificateFile ${name}.pem`), `the private key in ${name}.pem is encrypted, and nobody is there to type its password`)
  }
})

t.test('a <Proxy> of a plain URL or a pattern cannot ask for anything', async t => {
  for (const url of ['*', 'https://h/']) {
    t.equal(refusal(t, `<Proxy ${url}>\nSSLProxyVerify none\n</Proxy>`), 'httpd.conf:2: SSLProxyVerify: not supported yet in a <Proxy> that is no balancer')
  }
})

t.test('SSLProxyEngine changes nothing: members speak TLS by their URL', async t => {
  t.same(verdicts(t, 'SSLProxyEngine Off'), ['SSLProxyEngine ignored members speak https by their URL'])
})
