/** Lets in whom the sections let in (`Require`, `AuthType Basic`). */
import basicAuth from '@fastify/basic-auth'
import { compileRequire, FailedLogins } from '@fastify-balancer/balancer'
import type { Decide } from '@fastify-balancer/balancer'
import type { Requirement, ServerDefinition, Settings } from '@fastify-balancer/conf'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { openAuthFiles } from './auth-files.ts'

/** Decides whether a request may go on: null, or the status that refuses it. */
export type Admit = (request: FastifyRequest, reply: FastifyReply, settings: Settings, decided: (status: number | null) => void) => void

interface Asked {
  readonly settings: Settings
  readonly decide: Decide
}

const nobody: ReadonlySet<string> = new Set()

/** Failed logins of an address in a minute; then it has to wait. */
const maxFailedLogins = 100

/** What @fastify/basic-auth makes the answer of. */
class NotAdmittedError extends Error {
  readonly statusCode: number

  constructor (statusCode: number) {
    super()
    this.statusCode = statusCode
  }
}

/** @throws Refusal when a file of users or groups cannot be read or has an entry that cannot be used */
export async function createAccess (fastify: FastifyInstance, server: Pick<ServerDefinition, 'settings' | 'sections'>): Promise<Admit> {
  const { users, groups } = openAuthFiles(server, fastify.log)
  const failed = new FailedLogins(maxFailedLogins)
  const decisions = new Map<Requirement, Decide>()
  const asked = new WeakMap<FastifyRequest, Asked>()

  await fastify.register(basicAuth, {
    authenticate: { realm: request => asked.get(request)!.settings.authName!.replace(/["\\]/g, '\\$&') },
    validate: async (user, password, request, reply) => validate(request, reply, user, password)
  })
  const basic = fastify.basicAuth as onRequestHookHandler

  return function admit (request, reply, settings, decided) {
    if (settings.require === null) {
      decided(null)
      return
    }
    const decide = decisionOf(settings.require)
    const verdict = decide({ request, user: null, groups: nobody })
    if (verdict === 'granted') {
      decided(null)
    } else if (verdict !== 'unknown') {
      tell(request, 'AH01630', 'authz_core', `client denied by server configuration: ${request.url}`)
      decided(403)
    } else if (settings.authType !== 'basic' || settings.authUserFile === null || settings.authName === null) {
      tell(request, 'AH00027', 'core', `No authentication done but request not allowed without authentication for ${request.url}. Authentication not configured?`)
      decided(500)
    } else {
      asked.set(request, { settings, decide })
      basic.call(fastify, request, reply, (error?: Error) => { decided(error === undefined ? null : (error as FastifyError).statusCode!) })
    }
  }

  async function validate (request: FastifyRequest, reply: FastifyReply, user: string, password: string): Promise<void> {
    const { settings: { authUserFile, authGroupFile }, decide } = asked.get(request)!
    const address = request.ip ?? ''
    request.remoteUser = user
    try {
      const outcome = await users.get(authUserFile!.path)!.login(user, password, {
        mayTry: () => failed.wait(address, user) === 0,
        failed: () => { failed.add(address, user) }
      })
      if (outcome === 'refused') {
        reply.header('retry-after', failed.wait(address, user))
        tell(request, 'AH01617', 'auth_basic', `user ${user}: too many failed logins`)
        throw new NotAdmittedError(429)
      }
      if (outcome === 'unknown') tell(request, 'AH01618', 'auth_basic', `user ${user} not found: ${request.url}`)
      if (outcome === 'wrong') tell(request, 'AH01617', 'auth_basic', `user ${user}: authentication failure for "${request.url}": Password Mismatch`)
      if (outcome !== 'known') throw new NotAdmittedError(401)
      const ofUser = authGroupFile === null ? nobody : await groups.get(authGroupFile.path)!(user)
      if (decide({ request, user, groups: ofUser }) === 'granted') return
      tell(request, 'AH01631', 'authz_core', `user ${user}: authorization failure for "${request.url}":`)
      throw new NotAdmittedError(401)
    } catch (error) {
      if (error instanceof NotAdmittedError) throw error
      tell(request, 'AH01620', 'authn_file', (error as Error).message)
      throw new NotAdmittedError(500)
    }
  }

  function decisionOf (requirement: Requirement): Decide {
    const decide = decisions.get(requirement) ?? compileRequire(requirement)
    decisions.set(requirement, decide)
    return decide
  }
}

function tell ({ log }: FastifyRequest, ah: string, module: string, message: string): void {
  log.error({ ah, module, httpdLevel: 'error' }, message)
}
