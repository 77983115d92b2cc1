/** Asks a real Apache httpd 2.4 and us who gets in where, with passwords that Debian's htpasswd made. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { startBoth } from '../../support/both.ts'
import type { Both, Story } from '../../support/both.ts'
import { bytesOf } from '../../support/client.ts'
import { hasHttpd } from '../../support/httpd.ts'
import { values } from '../../support/message.ts'
import { needs } from '../../support/skip.ts'

const htpasswd = '/usr/bin/htpasswd'
const oracle = needs('a real Apache httpd and its htpasswd', hasHttpd() && existsSync(htpasswd), 'apt-get install apache2-bin apache2-utils')
const file = join(import.meta.dirname, '../../fixtures/surroundings/access.conf')

const logins = [null, 'bea:secret', 'mia:wie geht\'s', 'sam:sha', 'bea:wrong', 'sam:', 'nobody:secret', 'mia', ''] as const

const paths = [
  '/', '/closed/x', '/users/x', '/users/free', '/main', '/main/x', '/main/open', '/main/open/x', '/mainx',
  '/private', '/private/', '/private/x', '/privatex', '/private/bea', '/private/staff', '/private/open', '/private/both', '/private/either',
  '/private/here-or-user', '/private/not-sam', '/private/none', '/private/writes', '/private/reads',
  '/local', '/elsewhere', '/here', '/method', '/wild/a/secret', '/wild/a/b/secret', '/wild/a/secret/x', '/x.bak', '/x.bak/y', '/a/x.old',
  '/numbers/1', '/numbers/x', '/order', '/order/', '/order/x', '/order/deep', '/order/deep/x', '/order/deep/er',
  '/%70rivate', '//private', '/x/../private', '/PRIVATE', '/unset'
]

/** Where other methods than GET are asked too. */
const methodsMatter = new Set(['/private', '/private/writes', '/private/reads', '/method'])

async function start (t: Test): Promise<Both> {
  const directory = t.testdir({ groups: 'staff: mia sam\nguests: bea\n' })
  const users = join(directory, 'users')
  for (const [flags, name, password] of [['-cbB', 'bea', 'secret'], ['-bm', 'mia', 'wie geht\'s'], ['-bs', 'sam', 'sha']] as const) {
    execFileSync(htpasswd, [flags, users, name, password], { stdio: 'ignore' })
  }
  return startBoth(t, [file], ['a.local'], { USERS: users, GROUPS: join(directory, 'groups') })
}

/** What both must have in common; our challenge names the charset (RFC 7617 section 2.1). */
function summary ({ member, request, answer }: Story): unknown {
  return {
    member,
    authorization: request === null ? null : values(request, 'authorization'),
    status: answer.status,
    challenge: values(answer, 'www-authenticate').map(value => value.replace(', charset="UTF-8"', ''))
  }
}

t.test('the same users get in at the same places', oracle, async t => {
  const { httpd, ours } = await start(t)
  const seen = new Set<number>()
  for (const path of paths) {
    for (const login of logins) {
      for (const method of methodsMatter.has(path) ? ['GET', 'POST', 'HEAD'] : ['GET']) {
        const credentials = login === null ? [] : [`Authorization: Basic ${Buffer.from(login).toString('base64')}`]
        const bytes = bytesOf(`${method} ${path}`, ['Host: example.com', ...credentials, ...(method === 'POST' ? ['Content-Length: 0'] : [])])
        const [expected, given] = await Promise.all([httpd.ask(bytes), ours.ask(bytes)])
        seen.add(expected.answer.status)
        t.strictSame(summary(given), summary(expected), `${method} ${path} as ${login ?? 'nobody'}`)
      }
    }
  }
  t.strictSame([...seen].sort(), [200, 401, 403, 500])
})
