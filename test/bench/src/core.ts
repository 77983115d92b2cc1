/** The package that is measured: built or from source, as the conditions of the process say, looked up from its own place. */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type * as Core from '../../../packages/core/src/index.ts'

export type Balancer = Core.Balancer
export type BalancerMember = Core.BalancerMember
export type Election = Core.Election

const { resolve } = createRequire(new URL('../../../packages/core/package.json', import.meta.url))

export const core: typeof Core = await import(pathToFileURL(resolve('@fastify-balancer/core')).href)
