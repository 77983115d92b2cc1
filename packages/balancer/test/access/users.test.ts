import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { createUsers } from '../../src/access/users.ts'

const sha = '{SHA}2PRZAyDhNDqRW2OUFwZQqPNdaSY='
const bcrypt = '$2y$05$FEwqQHtAnMXxrMr5Clns2.9stRZIhDsSX0ds.Qv...6uf7wriEMDu'

function users (t: Test, text: string) {
  const path = join(t.testdir({ users: text }), 'users')
  const flaws: string[] = []
  return { path, flaws, ...createUsers(path, ({ line, reason }) => { flaws.push(`${line}: ${reason}`) }) }
}

t.test('a user logs in by the password', async t => {
  const { login, flaws } = users(t, `# people\n\nsam:${sha}\r\nbea:${bcrypt}:more\nsam:${bcrypt}\n`)
  t.same(flaws, [])
  t.equal(await login('sam', 'sha'), 'known')
  t.equal(await login('bea', 'secret'), 'known')
  t.equal(await login('bea', 'secret'), 'known')
  t.equal(await login('bea', 'Secret'), 'wrong')
  t.equal(await login('sam', 'secret'), 'wrong')
  t.equal(await login('mia', 'sha'), 'unknown')
  t.equal(await login('', 'sha'), 'unknown')
})

t.test('nobody is in an empty file', async t => {
  t.equal(await users(t, '').login('sam', 'sha'), 'unknown')
})

t.test('entries that cannot be compared are told, and let nobody in', async t => {
  const { login, flaws } = users(t, `sam\nbea:plain\nmia:${sha}`)
  t.same(flaws, ['1: is not user:password', '2: the password of bea is neither bcrypt (htpasswd -B) nor apr1 (-m) nor SHA (-s)'])
  t.equal(await login('bea', 'plain'), 'unknown')
  t.equal(await login('mia', 'sha'), 'known')
})

t.test('a change of the file counts at once, also for a password that was good before', async t => {
  const { login, path } = users(t, `sam:${sha}`)
  t.equal(await login('sam', 'sha'), 'known')
  writeFileSync(path, `sam:${bcrypt}\n`)
  t.equal(await login('sam', 'sha'), 'wrong')
  t.equal(await login('sam', 'secret'), 'known')
  rmSync(path)
  await t.rejects(login('sam', 'secret'), { code: 'ENOENT' })
})
