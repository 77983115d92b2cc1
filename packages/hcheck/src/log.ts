import { panics } from '@fastify-balancer/core'
import type { BalancerMember } from '@fastify-balancer/core'
import type { FastifyBaseLogger } from 'fastify'

const module = 'proxy_hcheck'

/** What becomes of members, as mod_proxy_hcheck tells it. */
export interface HealthLog {
  readonly enabling: (member: BalancerMember) => void
  readonly disabling: (member: BalancerMember, cause: string) => void
  /** @param cause why the check failed; empty: it passed */
  readonly result: (member: BalancerMember, cause: string) => void
}

export function healthLog (log: FastifyBaseLogger): HealthLog {
  return {
    enabling ({ url }) {
      log.info({ ah: 'AH03302', module, httpdLevel: 'info', member: url }, `Health check ENABLING ${url}`)
    },
    disabling ({ url, balancer }, cause) {
      log.info({ ah: 'AH03303', module, httpdLevel: 'info', member: url, cause }, `Health check DISABLING ${url}: ${cause}`)
      if (panics(balancer)) {
        log.warn({ module, httpdLevel: 'warn', balancer: balancer.name }, `${balancer.url}: no member is left that passes its check, those that only fail it are used`)
      }
    },
    result ({ url }, cause) {
      log.debug({ module, httpdLevel: 'debug', member: url, cause }, `Health check of ${url} ${cause === '' ? 'passed' : `failed: ${cause}`}`)
    }
  }
}
