import { signatureOf } from '@fastify-balancer/balancer'
import { control } from '@fastify-balancer/core'
import type { AppliedChange, Balancers, Change } from '@fastify-balancer/core'
import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import { fieldChanges, memberOf } from './field-changes.ts'
import type { FieldChange } from './field-changes.ts'

/**
 * Carries out what a request asks for, in the name of who asks (`alice@10.0.0.5`), and writes it to the log: who, from where,
 * what before and what after. What changes nothing leaves no line.
 * @throws what `control` throws
 */
export function makeChange (balancers: Balancers, change: Change, { operator, log }: FastifyRequest): AppliedChange {
  const { name: user, address } = operator!
  const applied = control(balancers, change, signatureOf(operator!), Date.now())
  logChange(log, applied, { user, address })
  return applied
}

/** Writes a change to the log. */
export function logChange (log: FastifyBaseLogger, applied: AppliedChange, facts: object = {}): void {
  const { by, change: { balancer } } = applied
  const changes = fieldChanges(applied)
  if (changes.length === 0) return
  const member = memberOf(applied)
  log.info({ module: 'proxy_balancer', httpdLevel: 'notice', ...facts, balancer, member, changes },
    `${by}: balancer://${balancer}${member === null ? '' : ` ${member}`}: ${changes.map(describe).join(', ')}`)
}

/** `route a -> b`: an error log is ASCII. */
function describe ({ field, from, to }: FieldChange): string {
  return `${field} ${from === null || from === '' ? 'none' : from} -> ${to === null || to === '' ? 'none' : to}`
}
