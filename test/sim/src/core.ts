/**
 * The package under simulation, from source or built, as the conditions of the process say. The workspace's root depends
 * on none of its packages, so core is looked up from core's own place.
 */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type * as Core from '../../../packages/core/src/index.ts'

export type Balancer = Core.Balancer
export type BalancerMember = Core.BalancerMember
export type Election = Core.Election
export type LbMethod = Core.LbMethod

const { resolve } = createRequire(new URL('../../../packages/core/package.json', import.meta.url))
const core: typeof Core = await import(pathToFileURL(resolve('@fastify-balancer/core')).href)

export const Balancers: typeof Core.Balancers = core.Balancers
export const begin: typeof Core.begin = core.begin
export const createElection: typeof Core.createElection = core.createElection
export const dice: typeof Core.dice = core.dice
export const elect: typeof Core.elect = core.elect
export const finish: typeof Core.finish = core.finish
export const hash: typeof Core.hash = core.hash
