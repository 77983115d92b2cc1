import t from 'tap'
import { createAddresses, readSubnet } from '../../src/access/addresses.ts'

const cases: ReadonlyArray<readonly [word: string, inside: readonly string[], outside: readonly string[]]> = [
  ['10.0.0.1', ['10.0.0.1', '::ffff:10.0.0.1'], ['10.0.0.2', '::1']],
  ['2001:db8::1', ['2001:db8::1', '2001:0db8:0:0::1'], ['2001:db8::2', '10.0.0.1']],
  ['192.168.1.0/24', ['192.168.1.255'], ['192.168.2.0']],
  ['0.0.0.0/0', ['8.8.8.8'], ['2001:db8::1', '', 'localhost', '/run/app.sock']],
  ['fe80::/10', ['fe80::1', 'fe80::1%eth0'], ['2001:db8::1']],
  ['192.168.1', ['192.168.1.0', '192.168.1.255'], ['192.168.10.1']],
  ['192.168.1.', ['192.168.1.7'], ['192.168.2.7']],
  ['172.16', ['172.16.200.1'], ['172.17.0.1']],
  ['10', ['10.255.255.255', '::ffff:10.1.2.3'], ['11.0.0.0', '100.0.0.1', '::ffff:11.0.0.1']]
]

for (const [word, inside, outside] of cases) {
  t.test(`Require ip ${word}`, async t => {
    const includes = createAddresses([readSubnet(word)!])
    for (const address of inside) t.equal(includes(address), true, `${address} is inside`)
    for (const address of outside) t.equal(includes(address), false, `${address || 'nothing'} is outside`)
  })
}

t.test('of several subnets one is enough', async t => {
  const includes = createAddresses(['10.0.0.0/8', '192.0.2.1/32', '2001:db8::/32'])
  t.same(['10.1.2.3', '192.0.2.1', '2001:db8::1', '192.0.2.2'].map(includes), [true, true, true, false])
})

t.test('what is no address is none', async t => {
  const words = ['', 'example.com', '10.0.0.256', '10.0.0.0/33', 'fe80::/129', '10.0.0.0/', '10.0.0.0/8/8', '300.1', '1.2.3.4.5', 'Local', '10.0.0.0/255.0.0.0']
  t.same(words.map(readSubnet), words.map(() => undefined))
})
