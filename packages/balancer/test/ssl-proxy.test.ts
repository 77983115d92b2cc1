import Fastify from 'fastify'
import t from 'tap'
import balancer from '@fastify-balancer/balancer'
import { ca, pem } from './support/tls-member.ts'

t.test('a wrong option names itself when the plugin is registered', async t => {
  const table: ReadonlyArray<readonly [sslProxy: unknown, message: string]> = [
    [1, 'sslProxy must be an object'],
    [{ Verify: 'none' }, 'unknown option sslProxy.Verify'],
    [{ toString: 1 }, 'unknown option sslProxy.toString'],
    [{ verify: 'optional' }, "sslProxy.verify must be 'require' or 'none'"],
    [{ caCertificate: '' }, 'sslProxy.caCertificate must be certificates as PEM'],
    [{ caCertificate: [] }, 'sslProxy.caCertificate must be certificates as PEM'],
    [{ caCertificate: [ca, 1] }, 'sslProxy.caCertificate must be certificates as PEM'],
    [{ caCertificate: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }, 'sslProxy.caCertificate must be certificates as PEM'],
    [{ machineCertificate: pem('client.key') }, 'sslProxy.machineCertificate must be a certificate and its key as PEM'],
    [{ machineCertificate: pem('client.cert') }, 'sslProxy.machineCertificate must hold the key of its first certificate, unencrypted'],
    [{ machineCertificate: pem('client.cert') + pem('member.key') }, 'sslProxy.machineCertificate must hold the key of its first certificate, unencrypted'],
    [{ checkPeerName: 'On' }, 'sslProxy.checkPeerName must be true or false'],
    [{ checkPeerExpire: 1 }, 'sslProxy.checkPeerExpire must be true or false'],
    [{ protocol: 'TLSv1.3' }, 'sslProxy.protocol must be neighbours of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3'],
    [{ protocol: [] }, 'sslProxy.protocol must be neighbours of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3'],
    [{ protocol: ['TLSv1.1', 'TLSv1.3'] }, 'sslProxy.protocol must be neighbours of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3'],
    [{ protocol: ['SSLv3', 'TLSv1'] }, 'sslProxy.protocol must be neighbours of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3'],
    [{ balancers: { none: {} } }, 'sslProxy.balancers.none: there is no such balancer'],
    [{ balancers: { shop: { verify: false } } }, "sslProxy.balancers.shop.verify must be 'require' or 'none'"]
  ]
  for (const [sslProxy, message] of table) {
    const app = Fastify()
    await t.rejects(async () => { await app.register(balancer, { balancers: { shop: {} }, sslProxy } as never) }, { code: 'FST_BALANCER_BAD_OPTION', message })
    await app.close()
  }
})
