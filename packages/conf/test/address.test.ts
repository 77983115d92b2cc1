import t from 'tap'
import { readAddress, readListen } from '../src/address.ts'

t.test('Listen takes a port, or an address with a port', async t => {
  t.same(readListen('80'), { host: null, port: 80 })
  t.same(readListen('*:80'), { host: null, port: 80 })
  t.same(readListen('127.0.0.1:8080'), { host: '127.0.0.1', port: 8080 })
  t.same(readListen('[::1]:8080'), { host: '::1', port: 8080 })
  t.throws(() => readListen('localhost'), { message: 'needs a port: "localhost"' })
})

t.test('<VirtualHost> takes an address with or without a port', async t => {
  t.same(readAddress('*'), { host: null, port: null })
  t.same(readAddress('*:*'), { host: null, port: null })
  t.same(readAddress('_DEFAULT_:443'), { host: null, port: 443 })
  t.same(readAddress('10.0.0.1'), { host: '10.0.0.1', port: null })
  t.same(readAddress('[fe80::1]'), { host: 'fe80::1', port: null })
})

t.test('what is no address is refused', async t => {
  for (const word of [':80', 'a:b', '::1', '[x]:80', 'a:80:80']) t.throws(() => readAddress(word), { message: `is no address: "${word}"` })
  for (const word of ['*:0', '*:65536']) t.throws(() => readAddress(word), { message: `the port must be from 1 to 65535: "${word}"` })
})
