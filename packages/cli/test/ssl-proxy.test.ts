import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import type { ServerDefinition } from '@fastify-balancer/conf'
import { place, server } from './support/configuration.ts'
import { rule, started } from './support/started.ts'

const pem = (name: string): string => readFileSync(join(import.meta.dirname, '../../balancer/test/fixtures/tls', `${name}.pem`), 'utf8')

t.test('what SSLProxy… asks for holds for the members', async t => {
  const member = createServer({ key: pem('member.key'), cert: pem('member.cert') }, (_request, response) => { response.end('member') })
  member.on('tlsClientError', () => {}).listen(0, '127.0.0.1')
  await once(member, 'listening')
  t.teardown(() => {
    member.closeAllConnections()
    member.close()
  })
  const url = `https://127.0.0.1:${(member.address() as AddressInfo).port}`
  const status = async (sslProxy: ServerDefinition['sslProxy']): Promise<number> => {
    const { ask } = await started(t, {
      balancers: [{ name: 'one', place, parameters: {}, members: [{ url }] }],
      main: server({ proxyPass: [rule('/', 'balancer://one/')], sslProxy })
    })
    return (await ask('/')).status
  }
  t.equal(await status({ balancers: {} }), 503)
  t.equal(await status({ caCertificate: pem('ca.cert'), balancers: {} }), 200)
  t.equal(await status({ balancers: { one: { verify: 'none' } } }), 200)
})

t.test('a certificate that is none, or has another\'s key, is refused where it is named', async t => {
  const refusal = (sslProxy: object, directive: string): Promise<unknown> => started(t, {
    main: server({ sslProxy: { balancers: {}, ...sslProxy } }), report: [{ ...place, directive, verdict: 'used', note: '' }]
  })
  await t.rejects(refusal({ caCertificate: 'none' }, 'SSLProxyCACertificateFile'), {
    name: 'Refusal', message: 'httpd.conf:7: SSLProxyCACertificateFile: must be certificates as PEM'
  })
  await t.rejects(refusal({ machineCertificate: pem('client.cert') + pem('member.key') }, 'SSLProxyMachineCertificateFile'), {
    name: 'Refusal', message: 'httpd.conf:7: SSLProxyMachineCertificateFile: must hold the key of its first certificate, unencrypted'
  })
  await t.rejects(refusal({ verify: 'maybe' }, 'SSLProxyVerify'), { code: 'FST_BALANCER_BAD_OPTION' })
})
