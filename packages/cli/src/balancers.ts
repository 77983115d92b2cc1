/** Builds the balancers of a configuration: one object that all virtual hosts share. */
import { createHmac } from 'node:crypto'
import type { Configuration } from '@fastify-balancer/conf'
import { Balancers } from '@fastify-balancer/core'
import type { LbMethod } from '@fastify-balancer/core'
import { Refusal } from './refusal.ts'

/**
 * @param lbMethods those of the configuration's modules
 * @param seed secret that the manager's nonces are made from; who shares the seed shares the nonces
 * @throws Refusal with the place in the file
 */
export function createBalancers (configuration: Pick<Configuration, 'balancers'>, lbMethods: readonly LbMethod[], seed: string): Balancers {
  let made = 0
  const balancers = new Balancers(() => toUuid(createHmac('sha256', seed).update(String(made++)).digest('hex')))
  for (const lbMethod of lbMethods) balancers.addLbMethod(lbMethod)
  for (const { name, parameters, members, place } of configuration.balancers) {
    try {
      balancers.add(name, { ...parameters, members })
    } catch (error) {
      throw new Refusal(`${place.file}:${place.line}: ${(error as Error).message}`)
    }
  }
  return balancers
}

/** Written as httpd's nonces are: clients of its page look for 36 characters. */
function toUuid (hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}
