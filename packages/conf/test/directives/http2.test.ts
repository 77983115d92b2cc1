import t from 'tap'
import { main, read, refusal } from '../support/read.ts'

t.test('without Protocols it is HTTP/1.1', async t => {
  t.match(main(t, ''), { protocols: ['http/1.1'], protocolsHonorOrder: true })
  t.match(read(t, ''), { http2: { maxSessionStreams: 100, windowSize: 65_535 } })
})

t.test('Protocols of several lines come together, and a virtual host has its own or the main server\'s', async t => {
  const { main: { protocols }, virtualHosts } = read(t, 'Protocols h2 H2C\nProtocols http/1.1 h2\nProtocolsHonorOrder Off\n<VirtualHost *>\n</VirtualHost>\n<VirtualHost *>\nProtocols http/1.1\nProtocolsHonorOrder On\n</VirtualHost>')
  t.strictSame(protocols, ['h2', 'h2c', 'http/1.1'])
  t.match(virtualHosts, [{ protocols, protocolsHonorOrder: false }, { protocols: ['http/1.1'], protocolsHonorOrder: true }])
})

t.test('without H2Direct nobody can begin with h2c', async t => {
  t.strictSame(main(t, 'Protocols h2 h2c\nH2Direct Off').protocols, ['h2'])
})

t.test('how HTTP/2 is spoken', async t => {
  t.strictSame(read(t, 'H2MaxSessionStreams 20\nH2WindowSize 131072').http2, { maxSessionStreams: 20, windowSize: 131_072 })
  t.match(refusal(t, 'H2MaxSessionStreams 0'), 'H2MaxSessionStreams: must be at least 1, not 0')
  t.match(refusal(t, 'H2WindowSize 10'), 'H2WindowSize: must be at least 1024, not 10')
  t.match(refusal(t, 'H2WindowSize 4294967296'), 'H2WindowSize: must be a whole number up to 2147483647')
})

t.test('other protocols are refused', async t => {
  t.equal(refusal(t, 'Protocols acme-tls/1'), 'httpd.conf:1: Protocols: the protocols are h2, h2c, http/1.1, not "acme-tls/1"')
})
