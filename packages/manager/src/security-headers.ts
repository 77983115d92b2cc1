import type { FastifyReply, FastifyRequest } from 'fastify'
import { styleHash } from './page/style.ts'

const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': `default-src 'none'; style-src 'self' '${styleHash}'; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'`,
  'x-content-type-options': 'nosniff',
  // Not no-referrer: without a Referer the manager ignores its own forms. The origin is enough, and has no nonce in it.
  'referrer-policy': 'strict-origin'
}

/** Sets the security headers of everything under the manager's path. Runs when sending, so that they win over the app's. */
export async function setSecurityHeaders (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  reply.headers(securityHeaders)
  reply.header('cache-control', request.routeOptions.config.balancerManagerCache ?? 'no-store')
  return payload
}
