import t from 'tap'
import { formatAddress, plainAddress, readAddress } from '../src/address.ts'

t.test('an address is read as Listen has it', async t => {
  t.strictSame(readAddress('80'), { host: null, port: 80 })
  t.strictSame(readAddress('*:80'), { host: null, port: 80 })
  t.strictSame(readAddress('127.0.0.1:8080'), { host: '127.0.0.1', port: 8080 })
  t.strictSame(readAddress('localhost:0'), { host: 'localhost', port: 0 })
  t.strictSame(readAddress('[::1]:443'), { host: '::1', port: 443 })
})

t.test('what is no address is not read', async t => {
  for (const text of ['', 'localhost', 'localhost:', ':80', '1.2.3.4:65536', '::1:80', '[::1]', 'a b:80']) {
    t.equal(readAddress(text), undefined, text)
  }
})

t.test('an address is written as it is read', async t => {
  for (const text of ['*:80', '127.0.0.1:8080', '[::1]:443']) t.equal(formatAddress(readAddress(text)!), text)
})

t.test('an IPv4 address on an IPv6 socket is an IPv4 address', async t => {
  t.equal(plainAddress('::ffff:127.0.0.1'), '127.0.0.1')
  t.equal(plainAddress('::1'), '::1')
})
