import t from 'tap'
import { plainAddress, readUdpAddress } from '../src/address.ts'

t.test('groups are told from single addresses, and IPv6 from IPv4', async t => {
  const read = (text: string): string => {
    const { host, port, type, isMulticast } = readUdpAddress('listen', text)
    return `${host} ${port} ${type}${isMulticast ? ' group' : ''}`
  }
  t.equal(read('239.0.0.1:27999'), '239.0.0.1 27999 udp4 group')
  t.equal(read('10.0.0.1:1'), '10.0.0.1 1 udp4')
  t.equal(read('balancer.local:27999'), 'balancer.local 27999 udp4')
  t.equal(read('[ff02::1]:65535'), 'ff02::1 65535 udp6 group')
  t.equal(read('[::1]:27999'), '::1 27999 udp6')
})

t.test('what is no address is refused by the name of the option', async t => {
  for (const text of ['10.0.0.1', ':80', '10.0.0.1:0', '10.0.0.1:65536', '[10.0.0.1]:80', '::1:80', 'a b:80', '']) {
    t.throws(() => readUdpAddress('listen', text), { code: 'FST_BALANCER_BAD_OPTION', message: `listen must be address:port, not ${JSON.stringify(text)}` })
  }
})

t.test('an IPv4 address is the same on an IPv6 socket', async t => {
  t.equal(plainAddress('::ffff:10.0.0.1'), '10.0.0.1')
  t.equal(plainAddress('::1'), '::1')
})
