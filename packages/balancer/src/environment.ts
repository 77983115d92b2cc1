import type { FastifyInstance, FastifyRequest } from 'fastify'

/** httpd's variables of a request (SetEnv, SetEnvIf), by name. */
export type Environment = Map<string, string>

const kEnvironment = Symbol('fastify-balancer.environment')

type Carrier = FastifyRequest & { [kEnvironment]?: Environment | null }

/** Decorates requests with `environment`: by accessors, so that scopes which are there already have it too. */
export function decorateEnvironment (fastify: FastifyInstance): void {
  fastify.decorateRequest('environment', {
    getter (this: Carrier) { return this[kEnvironment] ?? null },
    setter (this: Carrier, environment: Environment | null) { this[kEnvironment] = environment }
  })
}

/** Whether the request is to have no ProxyPass: the variable `no-proxy` is set, whatever it says. */
export function isNotProxied ({ environment }: FastifyRequest): boolean {
  return environment?.has('no-proxy') === true
}
