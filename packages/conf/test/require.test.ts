import t from 'tap'
import { readRequire } from '../src/require.ts'

const requirements: ReadonlyArray<readonly [words: string, type: string, ...words: string[]]> = [
  ['all granted', 'granted'],
  ['ALL Denied', 'denied'],
  ['local', 'local', '127.0.0.0/8', '::1/128'],
  ['ip 10.0.0.1 192.168.1.0/24', 'ip', '10.0.0.1/32', '192.168.1.0/24'],
  ['ip 10 10.1 192.168.1 172.16.', 'ip', '10.0.0.0/8', '10.1.0.0/16', '192.168.1.0/24', '172.16.0.0/16'],
  ['ip 10.1.0.0/16 10.1.0.0/255.255.0.0', 'ip', '10.1.0.0/16', '10.1.0.0/16'],
  ['ip ::1 fe80::/10', 'ip', '::1/128', 'fe80::/10'],
  ['ip 0.0.0.0/0', 'ip', '0.0.0.0/0'],
  ['valid-user', 'valid-user'],
  ['user bea Mia', 'user', 'bea', 'Mia'],
  ['group staff', 'group', 'staff'],
  ['method GET post', 'method', 'GET', 'post'],
  ['env let_me_in', 'env', 'let_me_in']
]

for (const [words, type, ...expected] of requirements) {
  t.test(`Require ${words}`, async t => {
    t.match(readRequire(words.split(' ')), { type, words: expected, not: false })
    t.match(readRequire(['not', ...words.split(' ')]), { type, words: expected, not: true })
  })
}

t.test('what is no address is refused', async t => {
  for (const word of ['x', '256.1.1.1', '10.1/16', '1.2.3.4/33', '1.2.3.4/255.0.255.0', '1.2.3.4/x', '::1/129', '::1/255.0.0.0', '1.2.3.4.5', ':x', '']) {
    t.throws(() => readRequire(['ip', word]), { message: `is no address or subnet: "${word}"` }, word)
  }
})

t.test('what is no provider of ours is refused', async t => {
  t.throws(() => readRequire(['host', 'example.com']), { message: 'host is not supported yet' })
  t.throws(() => readRequire(['not', 'expr', 'x']), { message: 'expr is not supported yet' })
  t.throws(() => readRequire(['everybody']), { message: 'it can be all, local, ip, valid-user, user, group, method, env, not "everybody"' })
  t.throws(() => readRequire(['constructor']), { message: /^it can be / })
  t.throws(() => readRequire([]), { message: /not ""$/ })
  for (const name of ['ip', 'user', 'group', 'method', 'env']) t.throws(() => readRequire([name]), { message: new RegExp(`^${name} needs an? `) })
  t.throws(() => readRequire(['all', 'maybe']), { message: 'all is granted or denied, not "maybe"' })
  t.throws(() => readRequire(['all']), { message: 'all is granted or denied, not ""' })
})
