import type { FastifyBaseLogger, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** URLs of the route carry a nonce that logs must not show; see `withoutNonce`. */
    hidesNonce?: boolean
  }
}

type Serializer = (request: FastifyRequest) => object

/** A URL without the nonce that links carry: `?b=shop&nonce=...`. */
export function withoutNonce (url: string): string {
  return url.replace(/([?&]nonce=)[^&#]*/g, '$1...')
}

/** The log's own picture of requests, without nonces: to be given to a scope. */
export function hideNonce (log: FastifyBaseLogger): { readonly req: (request: FastifyRequest) => string } {
  // Loggers other than pino have none.
  const serializers = Reflect.get(log, Symbol.for('pino.serializers')) as { readonly req?: Serializer } | undefined
  const show: Serializer = serializers?.req ?? (({ method }) => ({ method }))
  // A serializer may give any value, though Fastify's types know only texts.
  return { req: request => ({ ...show(request), url: withoutNonce(request.url) }) as unknown as string }
}
