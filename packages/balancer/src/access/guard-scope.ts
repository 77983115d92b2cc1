import basicAuth from '@fastify/basic-auth'
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { ForbiddenError, ReadOnlyError, TooManyLoginsError, UnauthorizedError } from '../errors.ts'
import { readAccess } from './access-options.ts'
import type { AccessOptions } from './access-options.ts'
import { FailedLogins } from './failed-logins.ts'
import { compileRequire } from './require.ts'
import { usersOf } from './users.ts'
import '../fastify.ts'

/** In what a scope differs from others that are guarded. */
export interface Guarded {
  /** What browsers show when they ask for a password. */
  readonly realm: string
}

const nobody: ReadonlySet<string> = new Set()

/**
 * Lets into a scope whom the options allow, before its own hooks, and says who it is: `request.operator`. Others get 401 where
 * a login would do, else 403, and 429 after too many failed logins. To be awaited before routes are added.
 * @throws FST_BALANCER_BAD_OPTION
 */
export async function guardScope (scope: FastifyInstance, options: AccessOptions, { realm }: Guarded): Promise<void> {
  const { requirement, secrets, readers, maxFailedLogins } = readAccess(options, flaw => {
    scope.log.error({ ah: 'AH01620', module: 'authn_file', httpdLevel: 'error' }, flaw)
  })
  const decide = compileRequire(requirement)
  const failed = new FailedLogins(maxFailedLogins)
  const users = secrets === null ? null : usersOf(secrets)
  if (!scope.hasRequestDecorator('remoteUser')) scope.decorateRequest('remoteUser', null)
  if (!scope.hasRequestDecorator('operator')) scope.decorateRequest('operator', null)
  if (users !== null) await scope.register(basicAuth, { authenticate: { realm }, validate })
  const login = users === null ? null : scope.basicAuth as onRequestHookHandler

  scope.addHook('onRequest', function admit (request: FastifyRequest, reply: FastifyReply, next: (error?: Error) => void) {
    const verdict = decide({ request, user: null, groups: nobody })
    if (verdict === 'granted') {
      welcome(request)
      next()
    } else if (verdict === 'unknown') {
      login!.call(scope, request, reply, next)
    } else {
      next(new ForbiddenError(request.ip ?? 'a Unix socket'))
    }
  })

  async function validate (name: string, password: string, request: FastifyRequest, reply: FastifyReply): Promise<Error | void> {
    const address = request.ip ?? ''
    const outcome = await users!.login(name, password, {
      mayTry: () => failed.wait(address, name) === 0,
      failed: () => { failed.add(address, name) }
    })
    if (outcome === 'refused') {
      reply.header('retry-after', failed.wait(address, name))
      return new TooManyLoginsError()
    }
    if (outcome === 'known' && decide({ request, user: name, groups: nobody }) === 'granted') {
      request.remoteUser = name
      welcome(request)
      return
    }
    if (outcome !== 'known') {
      request.log.warn({ module: 'auth_basic', httpdLevel: 'warn', user: name, outcome }, `a login failed: ${outcome === 'wrong' ? 'wrong password' : 'unknown user'}`)
    }
    return new UnauthorizedError()
  }

  /** An outer hook may have found out who it is. */
  function welcome (request: FastifyRequest): void {
    const name = request.remoteUser
    request.operator = { name, address: request.ip ?? '', mayChange: name === null || !readers.has(name) }
  }
}

/**
 * For routes that change something.
 * @throws FST_BALANCER_READ_ONLY
 */
export function requireChange ({ operator }: FastifyRequest): void {
  if (operator?.mayChange !== true) throw new ReadOnlyError()
}
