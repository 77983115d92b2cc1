import t from 'tap'
import { isEverybody, readRequire } from '../src/require.ts'

const subnets: ReadonlyArray<readonly [words: string, ...subnets: string[]]> = [
  ['all granted', '0.0.0.0/0', '::/0'],
  ['ALL Denied'],
  ['local', '127.0.0.0/8', '::1/128'],
  ['ip 10.0.0.1 192.168.1.0/24', '10.0.0.1/32', '192.168.1.0/24'],
  ['ip 10 10.1 192.168.1 172.16.', '10.0.0.0/8', '10.1.0.0/16', '192.168.1.0/24', '172.16.0.0/16'],
  ['ip 10.1.0.0/16 10.1.0.0/255.255.0.0', '10.1.0.0/16', '10.1.0.0/16'],
  ['ip ::1 fe80::/10', '::1/128', 'fe80::/10'],
  ['ip 0.0.0.0/0', '0.0.0.0/0']
]

for (const [words, ...expected] of subnets) {
  t.test(`Require ${words} lets ${expected.join(', ') || 'nobody'} in`, async t => t.same(readRequire(words.split(' ')), expected))
}

t.test('everybody has both kinds of addresses', async t => {
  t.ok(isEverybody(readRequire(['all', 'granted'])))
  t.notOk(isEverybody(readRequire(['ip', '0.0.0.0/0'])))
})

t.test('what is no address is refused', async t => {
  for (const word of ['x', '256.1.1.1', '10.1/16', '1.2.3.4/33', '1.2.3.4/255.0.255.0', '1.2.3.4/x', '::1/129', '::1/255.0.0.0', '1.2.3.4.5', ':x', '']) {
    t.throws(() => readRequire(['ip', word]), { message: `is no address or subnet: "${word}"` }, word)
  }
})

t.test('what is no provider of ours is refused', async t => {
  t.throws(() => readRequire(['valid-user']), { message: 'valid-user is not supported yet: it can be ip, local or all' })
  t.throws(() => readRequire(['not', 'ip', '10']), { message: 'not is not supported yet: it can be ip, local or all' })
  t.throws(() => readRequire([]), { message: ' is not supported yet: it can be ip, local or all' })
  t.throws(() => readRequire(['ip']), { message: 'ip needs an address' })
  t.throws(() => readRequire(['all', 'maybe']), { message: 'all is granted or denied, not "maybe"' })
  t.throws(() => readRequire(['all']), { message: 'all is granted or denied, not ""' })
})
