import t from 'tap'
import { isPassword, isPasswordHash } from '../../src/access/password.ts'

// Made by `htpasswd -nb`, of httpd 2.4.
const hashes: ReadonlyArray<readonly [password: string, hash: string]> = [
  ['secret', '$2y$05$FEwqQHtAnMXxrMr5Clns2.9stRZIhDsSX0ds.Qv...6uf7wriEMDu'],
  ['apr', '$apr1$n9fMqn6y$ktqSatEXGvkQgD7Ukiis11'],
  ['sha', '{SHA}2PRZAyDhNDqRW2OUFwZQqPNdaSY='],
  ['', '$apr1$71FSkNkw$UIAEoz.Y.aZXNz99teuhF/'],
  ['wie geht’s', '$apr1$XJZsWLTs$9wmMyq/NTyDlM0bbSiA1m1'],
  ['a password that is longer than sixteen characters, so that its digest repeats', '$apr1$vTcR7YeR$l2jLl5z1F28nvQObz9x2U.'],
  ['x', '$apr1$kK1UfZLa$Q.MyQMG5X0uKyWvdUQqGS/']
]

for (const [password, hash] of hashes) {
  t.test(`${hash.slice(0, 6)} of ${JSON.stringify(password)}`, async t => {
    t.ok(isPasswordHash(hash))
    t.ok(await isPassword(password, hash))
    t.notOk(await isPassword(`${password}x`, hash))
    t.notOk(await isPassword('', hash) && password !== '')
  })
}

t.test('plain text and what crypt makes are no hashes', async t => {
  for (const hash of ['', 'secret', 'XyZ0123456789', '$1$salt$0123456789012345678901', '$5$x$y', '$6$x$y', '{SHA}', '$2y$05$short', '$apr1$$x']) {
    t.notOk(isPasswordHash(hash), hash)
  }
})
