import basicAuth from '@fastify/basic-auth'
import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import { includesAddress } from './addresses.ts'
import { ForbiddenError, UnauthorizedError } from './errors.ts'
import type { Settings } from './options.ts'
import { isSameSecret } from './secret.ts'

const kUser = Symbol('@fastify-balancer/manager.user')

/** Lets into the scope whom `requireIp` and `users` allow: another address gets 403, a missing or wrong login 401. */
export async function addAccessHooks (scope: FastifyInstance, { addresses, users }: Settings): Promise<void> {
  scope.decorateRequest(kUser, null)
  if (addresses !== null) {
    scope.addHook('onRequest', function requireIp (request: FastifyRequest, _reply: FastifyReply, next: HookHandlerDoneFunction) {
      next(includesAddress(addresses, request.ip) ? undefined : new ForbiddenError(String(request.ip)))
    })
  }
  if (users !== null) {
    await scope.register(basicAuth, {
      authenticate: { realm: 'Balancer Manager' },
      async validate (name: string, password: string, request: FastifyRequest) {
        const expected = users.get(name)
        // An unknown name costs the comparison too, so that the time does not tell which names exist.
        const same = isSameSecret(password, expected ?? '')
        if (expected === undefined || !same) return new UnauthorizedError()
        request.setDecorator(kUser, name)
      }
    })
    scope.addHook('onRequest', scope.basicAuth)
  }
}

/** Who asks, for the record of changes: the user's name, or the address where there is no login. */
export function whoAsks (request: FastifyRequest): string {
  return request.getDecorator<string | null>(kUser) ?? request.ip
}
