import t from 'tap'
import { chooseProtocol } from '../../src/front/alpn.ts'

t.test('our order counts, or with ProtocolsHonorOrder Off the client\'s', async t => {
  const ours = { protocols: ['h2', 'http/1.1'], protocolsHonorOrder: true } as const
  t.equal(chooseProtocol(ours, ['http/1.1', 'h2']), 'h2')
  t.equal(chooseProtocol({ ...ours, protocolsHonorOrder: false }, ['http/1.1', 'h2']), 'http/1.1')
})

t.test('h2c is not for TLS, HTTP/1.1 is always known, others never', async t => {
  const ours = { protocols: ['h2c'], protocolsHonorOrder: true } as const
  t.equal(chooseProtocol(ours, ['h2c', 'h2', 'http/1.1']), 'http/1.1')
  t.equal(chooseProtocol(ours, ['h2c', 'spdy/3']), undefined)
})
