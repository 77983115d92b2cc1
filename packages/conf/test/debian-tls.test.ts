import { join } from 'node:path'
import t from 'tap'
import { readConfiguration } from '../src/index.ts'

t.test('Debian\'s files for TLS and HTTP/2 run as they are', async t => {
  const { main, virtualHosts, listen } = readConfiguration(join(import.meta.dirname, 'fixtures/debian-tls/apache2.conf'), {
    environment: { APACHE_LOG_DIR: '/var/log/apache2', TLS: join(import.meta.dirname, '../../../test/fixtures/tls') }
  })
  t.strictSame(listen.map(({ port }) => port), [80, 443])
  t.equal(main.tls, null)
  t.match(virtualHosts, [{
    protocols: ['h2', 'h2c', 'http/1.1'],
    tls: { certificates: [{ key: { value: /first\.key\.pem$/ } }], versions: ['TLSv1.2', 'TLSv1.3'], cipherSuite: { value: 'HIGH:!aNULL' } }
  }])
})
