import { keepHistory } from '@fastify-balancer/balancer'
import type { BalancerMember, ServerHeartbeat } from '@fastify-balancer/core'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import type { Alert } from './alert.ts'
import { AlertBook } from './alert-book.ts'
import { findConditions } from './conditions.ts'
import { readAlertsOptions } from './options.ts'
import type { AlertsOptions } from './options.ts'
import { Webhook } from './webhook.ts'

/** How often everything is looked at, in milliseconds; a member that fails is looked at at once. */
const interval = 1_000

async function fastifyBalancerAlerts (app: FastifyInstance, options: AlertsOptions): Promise<void> {
  const { rules, holds, limits, log, webhook: webhookSettings, onAlert } = readAlertsOptions(options)
  const { balancers } = app
  const book = new AlertBook(holds)
  const webhook = webhookSettings === null ? null : new Webhook(webhookSettings, app.log, Math.random)
  const kept = rules.has('overload') ? keepHistory(balancers) : null
  const causes = new WeakMap<BalancerMember, string>()
  const lost = new Set<string>()
  let soon: NodeJS.Immediate | null = null
  const timer = setInterval(look, interval).unref()
  balancers.events.on('failed', failed).on('ejected', failed).on('ejected', failed).on('unhealthy', lookSoon).on('heartbeatLost', heartbeatLost).on('heartbeatHeard', heartbeatHeard)

  function look (): void {
    soon = null
    const conditions = findConditions(balancers, rules, limits, { history: kept?.history ?? null, causes, lost })
    for (const alert of book.update(conditions, Date.now())) tell(alert)
  }

  /** Many requests may fail at once. */
  function lookSoon (): void {
    soon ??= setImmediate(look)
  }

  function failed (member: BalancerMember, cause: string): void {
    causes.set(member, cause)
    lookSoon()
  }

  function heartbeatLost ({ server }: ServerHeartbeat): void {
    lost.add(server)
    lookSoon()
  }

  function heartbeatHeard ({ server }: ServerHeartbeat): void {
    lost.delete(server)
  }

  function tell (alert: Alert): void {
    if (log) app.log.warn({ module: 'alerts', httpdLevel: 'warn', alert }, textOf(alert))
    webhook?.send(alert)
    if (onAlert === null || onAlert === undefined) return
    Promise.resolve(alert).then(onAlert).catch((error: Error) => {
      app.log.error({ module: 'alerts', httpdLevel: 'error', err: error }, 'onAlert failed')
    })
  }

  app.addHook('onClose', async function stopAlerts () {
    clearInterval(timer)
    if (soon !== null) clearImmediate(soon)
    balancers.events.off('failed', failed).off('ejected', failed).off('ejected', failed).off('unhealthy', lookSoon).off('heartbeatLost', heartbeatLost).off('heartbeatHeard', heartbeatHeard)
    kept?.release()
    webhook?.close()
  })
}

function textOf ({ rule, state, balancer, member, reason }: Alert): string {
  const whose = [balancer === null ? null : `balancer://${balancer}`, member].filter(Boolean).join(' member ')
  return state === 'firing' ? `${rule}: ${whose}: ${reason}` : `${rule}: ${whose}: over`
}

/**
 * Alerts about the balancers that `@fastify-balancer/balancer` decorated the app with: to the log, to a webhook, to a handler.
 * @throws FST_BALANCER_STATUS_BAD_OPTION
 */
export const alerts: FastifyPluginAsync<AlertsOptions> = fp(fastifyBalancerAlerts, {
  fastify: '5.x',
  name: '@fastify-balancer/alerts',
  dependencies: ['@fastify-balancer/balancer']
})
