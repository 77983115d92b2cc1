import t from 'tap'
import type { Requirement, Settings } from '../../src/index.ts'
import { main, refusal, verdicts } from '../support/read.ts'

const login = 'AuthType Basic\nAuthName x\nAuthUserFile users\n'

function settings (t: Parameters<typeof main>[0], ...lines: string[]): Settings {
  return main(t, `<Location />\n${lines.join('\n')}\n</Location>`).sections[0]!.settings
}

function refused (t: Parameters<typeof main>[0], ...lines: string[]): string {
  return refusal(t, `<Location />\n${lines.join('\n')}\n</Location>`)
}

/** As `any(ip not(local))`. */
function write ({ type, not, of, limit }: Requirement): string {
  const plain = of.length === 0 ? type : `${type}(${of.map(write).join(' ')})`
  const limited = limit === null ? plain : `${limit.except ? '!' : ''}${limit.methods.join(',')}:${plain}`
  return not ? `not(${limited})` : limited
}

t.test('one of several Requires is enough, and containers say otherwise', async t => {
  const require = (...lines: string[]): string => write(settings(t, login, ...lines).require!)
  t.equal(require('Require local', 'Require ip 10'), 'any(local ip)')
  t.equal(require('<RequireAll>', 'Require local', '<RequireNone>', 'Require user x', '</RequireNone>', 'Require not ip 10', '</RequireAll>'), 'any(all(local none(user) not(ip)))')
  t.equal(require('<RequireAny>', 'Require valid-user', '</RequireAny>'), 'any(any(valid-user))')
  t.equal(require('<Limit POST PUT>', 'Require valid-user', '</Limit>', 'Require local'), 'any(POST,PUT:valid-user local)')
  t.equal(require('<LimitExcept GET>', '<RequireAll>', 'Require valid-user', '</RequireAll>', '</LimitExcept>'), 'any(!GET:all(!GET:valid-user))')
  t.equal(settings(t, login).require, null)
})

t.test('a negative requirement beside others has no effect in httpd, and is refused', async t => {
  const reason = 'httpd.conf:2: Require: "not" lets nobody in, and beside it anybody may: it belongs into <RequireAll>'
  t.equal(refused(t, 'Require not ip 10'), reason)
})

t.test('methods are limited once', async t => {
  t.equal(refused(t, '<Limit GET>', '<Limit POST>', '</Limit>', '</Limit>'), 'httpd.conf:3: <Limit>: not supported in another one')
})

t.test('a login has a type, a name and files', async t => {
  t.match(settings(t, 'AuthType Basic', 'AuthName "A b"', 'AuthUserFile /etc/users', 'AuthGroupFile /etc/groups', 'AuthMerging And', 'Require valid-user'), {
    authType: 'basic',
    authName: 'A b',
    authUserFile: { path: '/etc/users', place: { line: 4 } },
    authGroupFile: { path: '/etc/groups', place: { line: 5 } },
    authMerging: 'and'
  })
  t.match(settings(t, 'AuthType None', 'AuthUserFile conf/users'), { authType: 'none', authUserFile: { path: /\/conf\/users$/ } })
  t.equal(refused(t, 'AuthType Digest'), 'httpd.conf:2: AuthType: it can be Basic or None, Digest is not supported yet')
  t.equal(refused(t, 'AuthMerging Maybe'), 'httpd.conf:2: AuthMerging: must be Off, And or Or, not "Maybe"')
})

t.test('passwords come from files', async t => {
  t.same(verdicts(t, '<Location />\nAuthBasicProvider file\n</Location>'), ['<Location> used', 'AuthBasicProvider ignored as it is here'])
  t.equal(refused(t, 'AuthBasicProvider file ldap'), 'httpd.conf:2: AuthBasicProvider: ldap is not supported yet: it can be file')
})

t.test('who requires a user and nowhere says how one logs in is refused', async t => {
  t.equal(refused(t, '<RequireAll>', 'Require valid-user', '</RequireAll>'), 'httpd.conf:1: <Location>: a user is required, and no section has AuthType')
  t.equal(refused(t, 'AuthType Basic', 'AuthName x', 'Require user x'), 'httpd.conf:1: <Location>: a user is required, and no section has AuthUserFile')
  t.equal(refused(t, 'Require local'), 'nothing is refused')
})

t.test('mod_access_compat is refused with the way to say it', async t => {
  for (const name of ['Order', 'Allow', 'Deny', 'Satisfy']) {
    t.equal(refused(t, `${name} x`), `httpd.conf:2: ${name}: of mod_access_compat, which httpd 2.4 replaced: say it with Require, in <RequireAll> or <RequireAny>`)
  }
})
