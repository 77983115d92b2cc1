import { signatureOf } from '@fastify-balancer/balancer'
import { control } from '@fastify-balancer/core'
import type { AppliedChange, Balancers, Change } from '@fastify-balancer/core'
import type { FastifyRequest } from 'fastify'
import { describeChange } from './describe-change.ts'

/**
 * Carries out what a request asks for, in the name of who asks (`alice@10.0.0.5`), and writes it to the log: who, from where,
 * what before and what after. What changes nothing leaves no line.
 * @throws what `control` throws
 */
export function makeChange (balancers: Balancers, change: Change, { operator, log }: FastifyRequest): AppliedChange {
  const { name: user, address } = operator!
  const applied = control(balancers, change, signatureOf(operator!), Date.now())
  const { before, after, text } = describeChange(applied)
  if (Object.keys({ ...before, ...after }).length > 0) {
    log.info({ module: 'proxy_balancer', httpdLevel: 'notice', user, address, before, after }, `${applied.by}: ${text}`)
  }
  return applied
}
