import { BadOptionError } from '@fastify-balancer/balancer'
import type { Balancer, Balancers } from '@fastify-balancer/core'
import { readExpressions } from './expressions.ts'
import type { ExpressionOption, Expressions } from './expressions.ts'

export interface HcheckPluginOptions {
  /** What `hcexpr` of members may name: `ProxyHCExpr`. Default none. */
  readonly expressions?: Readonly<Record<string, ExpressionOption>>
  /** Names of the balancers whose members are checked. Default: all, also those that are added later. */
  readonly balancers?: readonly string[]
}

/** The options as they are used. */
export interface Settings {
  readonly expressions: Expressions
  /** Whether the members of this balancer are ours to check. */
  readonly covers: (balancer: Balancer) => boolean
}

/** @throws FST_BALANCER_BAD_OPTION */
export function readSettings (options: HcheckPluginOptions, balancers: Balancers): Settings {
  const { expressions = {}, balancers: names, ...others } = options
  const [other] = Object.keys(others)
  if (other !== undefined) throw new BadOptionError(`unknown option ${other}`)
  if (typeof expressions !== 'object' || expressions === null) throw new BadOptionError('expressions must be an object')
  const read = readExpressions(expressions)
  const covered = names === undefined ? null : readNames(names, balancers)
  const covers: Settings['covers'] = balancer => covered === null || covered.has(balancer)
  for (const balancer of balancers) if (covers(balancer)) checkNames(balancer, read)
  return { expressions: read, covers }
}

function readNames (names: readonly string[], balancers: Balancers): ReadonlySet<Balancer> {
  if (!Array.isArray(names)) throw new BadOptionError('balancers must be an array of names')
  return new Set(names.map(name => balancers.find(String(name)) ?? unknown(String(name))))
}

function unknown (name: string): never {
  throw new BadOptionError(`balancers: there is no balancer ${name}`)
}

function checkNames ({ url, members }: Balancer, expressions: Expressions): void {
  for (const member of members) {
    const { hcexpr } = member
    if (hcexpr !== '' && !expressions.has(hcexpr)) throw new BadOptionError(`${url} member ${member.url}: hcexpr: there is no expression ${hcexpr}`)
  }
}
