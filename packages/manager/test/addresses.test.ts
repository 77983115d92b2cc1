import t from 'tap'
import { includesAddress, readAddresses } from '../src/addresses.ts'

const cases: ReadonlyArray<readonly [words: string[], inside: string[], outside: string[]]> = [
  [['10.0.0.1'], ['10.0.0.1', '::ffff:10.0.0.1'], ['10.0.0.2', '::1']],
  [['2001:db8::1'], ['2001:db8::1', '2001:0db8:0:0::1'], ['2001:db8::2', '10.0.0.1']],
  [['192.168.1.0/24'], ['192.168.1.255'], ['192.168.2.0']],
  [['0.0.0.0/0'], ['8.8.8.8'], ['2001:db8::1']],
  [['fe80::/10'], ['fe80::1', 'fe80::1%eth0'], ['2001:db8::1']],
  [['192.168.1'], ['192.168.1.0', '192.168.1.255'], ['192.168.10.1']],
  [['192.168.1.'], ['192.168.1.7'], ['192.168.2.7']],
  [['172.16'], ['172.16.200.1'], ['172.17.0.1']],
  [['10'], ['10.255.255.255'], ['11.0.0.0', '100.0.0.1']],
  [['local'], ['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'], ['10.0.0.1', '::2']],
  [['local', '10'], ['127.0.0.1', '10.1.2.3'], ['192.168.1.1']],
  [['0.0.0.0/0', '::/0'], [], ['', 'localhost', '/run/app.sock']]
]

for (const [words, inside, outside] of cases) {
  t.test(`Require ip ${words.join(' ')}`, async t => {
    const addresses = readAddresses(words)
    for (const address of inside) t.equal(includesAddress(addresses, address), true, `${address} is inside`)
    for (const address of outside) t.equal(includesAddress(addresses, address), false, `${address || 'nothing'} is outside`)
  })
}

t.test('what is no address is refused by name', async t => {
  const words = ['', 'example.com', '10.0.0.256', '10.0.0.0/33', 'fe80::/129', '10.0.0.0/', '10.0.0.0/8/8', '300.1', '1.2.3.4.5', 'Local', '10.0.0.0/255.0.0.0']
  for (const word of words) {
    t.throws(() => readAddresses([word]), { code: 'FST_BALANCER_MANAGER_BAD_OPTION', message: new RegExp(`requireIp .* not "${word}"`) })
  }
  const { readAddresses: untyped } = await import('../src/addresses.ts') as unknown as { readAddresses: (words: unknown[]) => unknown }
  t.throws(() => untyped([null]), { message: /not null/ })
})
