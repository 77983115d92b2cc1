/** `BalancerAlert`, `BalancerAlertWebhook`. */
import type { AlertsDefinition } from '@fastify-balancer/conf'
import type { AlertsOptions } from '@fastify-balancer/status'

/** The options of alerts; null: there are none. */
export function alertsOptions (definition: AlertsDefinition | null): AlertsOptions | null {
  if (definition === null) return null
  const { rules, webhook } = definition
  return { ...rules, ...(webhook === null ? {} : { webhook }) }
}
