import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { compileRequire } from '../../src/access/require.ts'
import type { Verdict } from '../../src/access/require.ts'
import { requirement as plain } from '../../src/access/requirement.ts'
import type { Requirement, RequirementType } from '../../src/access/requirement.ts'

function requirement (type: RequirementType, words: readonly string[] = [], given: Partial<Requirement> = {}): Requirement {
  return { ...plain(type, words), ...given }
}

function requirements (type: 'all' | 'any' | 'none', ...of: Requirement[]): Requirement {
  return plain(type, [], of)
}

interface Asked {
  readonly ip?: string
  readonly method?: string
  readonly user?: string
  readonly groups?: readonly string[]
  readonly environment?: readonly string[]
}

function verdict (require: Requirement, { ip = '192.0.2.1', method = 'GET', user, groups = [], environment }: Asked = {}): Verdict {
  const request = {
    ip,
    method,
    environment: environment === undefined ? null : new Map(environment.map(name => [name, ''])),
    raw: { socket: { localAddress: '192.0.2.9', remoteAddress: ip } }
  } as unknown as FastifyRequest
  return compileRequire(require)({ request, user: user ?? null, groups: new Set(groups) })
}

const granted = requirement('granted')
const denied = requirement('denied')
const validUser = requirement('valid-user')
const notHere = requirement('ip', ['192.0.2.1/32'], { not: true })
const notThere = requirement('ip', ['192.0.2.2/32'], { not: true })

t.test('each asks for what it names', async t => {
  t.equal(verdict(granted), 'granted')
  t.equal(verdict(denied), 'denied')
  t.same(['192.0.2.1', '192.0.2.3'].map(ip => verdict(requirement('ip', ['192.0.2.0/31']), { ip })), ['granted', 'denied'])
  t.same(['127.1.1.1', '::1', '192.0.2.9', '192.0.2.1'].map(ip => verdict(requirement('local', ['127.0.0.0/8', '::1/128']), { ip })), ['granted', 'granted', 'granted', 'denied'])
  t.same(['GET', 'HEAD', 'POST'].map(method => verdict(requirement('method', ['GET', 'PUT']), { method })), ['granted', 'granted', 'denied'])
  t.same([['a'], ['b'], undefined].map(environment => verdict(requirement('env', ['a']), environment === undefined ? {} : { environment })), ['granted', 'denied', 'denied'])
})

t.test('who is asked for a user may be one', async t => {
  t.same([{}, { user: 'bea' }].map(asked => verdict(validUser, asked)), ['unknown', 'granted'])
  t.same([{}, { user: 'bea' }, { user: 'mia' }].map(asked => verdict(requirement('user', ['bea']), asked)), ['unknown', 'granted', 'denied'])
  t.same([{}, { user: 'bea', groups: ['staff'] }, { user: 'mia' }].map(asked => verdict(requirement('group', ['staff']), asked)), ['unknown', 'granted', 'denied'])
})

t.test('all: the first denial, any: the first grant', async t => {
  t.equal(verdict(requirements('all', granted, granted)), 'granted')
  t.equal(verdict(requirements('all', granted, denied)), 'denied')
  t.equal(verdict(requirements('all', validUser, granted)), 'unknown')
  t.equal(verdict(requirements('all', validUser, denied)), 'denied')
  t.equal(verdict(requirements('all')), 'neutral')
  t.equal(verdict(requirements('any', denied, granted)), 'granted')
  t.equal(verdict(requirements('any', denied, denied)), 'denied')
  t.equal(verdict(requirements('any', denied, validUser)), 'unknown')
  t.equal(verdict(requirements('any', validUser, denied)), 'unknown')
  t.equal(verdict(requirements('any', notThere, denied)), 'denied')
})

t.test('what is negated denies or does nothing', async t => {
  t.equal(verdict(requirements('all', granted, notHere)), 'denied')
  t.equal(verdict(requirements('all', granted, notThere)), 'granted')
  t.equal(verdict(requirements('all', notThere)), 'neutral')
  t.equal(verdict(requirements('all', granted, requirement('user', ['bea'], { not: true })), { user: 'bea' }), 'denied')
  t.equal(verdict(requirements('all', granted, requirements('none', denied, granted))), 'denied')
  t.equal(verdict(requirements('all', granted, requirements('none', denied, validUser))), 'granted')
  t.equal(verdict(requirements('all', granted, requirements('none'))), 'granted')
})

t.test('a limit frees other methods, but lets nobody in beside others', async t => {
  const posts = requirement('denied', [], { limit: { methods: ['POST'], except: false } })
  const butGets = requirement('denied', [], { limit: { methods: ['GET'], except: true } })
  t.same(['GET', 'POST'].map(method => verdict(requirements('any', posts), { method })), ['granted', 'denied'])
  t.same(['GET', 'HEAD', 'POST'].map(method => verdict(requirements('any', butGets), { method })), ['granted', 'granted', 'denied'])
  t.equal(verdict(requirements('any', posts, denied), { method: 'GET' }), 'denied')
  t.equal(verdict(requirements('any', requirements('all', granted, posts)), { method: 'GET' }), 'granted')
})
