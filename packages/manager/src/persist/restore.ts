import { balancerSchema, control, keepNonce, toInput } from '@fastify-balancer/core'
import type { Balancer, Balancers, Change } from '@fastify-balancer/core'
import { inputOf } from '../origins.ts'
import type { BalancerOrigins, Origins, Override, Trace, Words } from '../origins.ts'
import type { KeptBalancer, KeptChanges, KeptMember } from './kept-changes.ts'

/** What is done again, in whose name, and when it was done first. */
interface Step {
  readonly change: Change
  readonly trace: Trace
}

/** Hears what of a balancer, or its member, does not hold any more. */
export type Tell = (balancer: string, member: string | null, text: string) => void

/**
 * Does again what operators did before the restart. Parameter by parameter, what an operator said holds until the
 * configuration says something else than it did then: then the configuration is what was said last.
 */
export function restore (balancers: Balancers, origins: Origins, kept: KeptChanges, tell: Tell): void {
  for (const [name, changes] of Object.entries(kept)) {
    const balancer = balancers.find(name)
    if (balancer === undefined) {
      tell(name, null, 'the balancer is not in the configuration any more: what was changed of it is forgotten')
      continue
    }
    if (changes.nonce !== null) keepNonce(balancer, changes.nonce)
    for (const { change, trace } of steps(balancer, origins.balancers.get(balancer)!, changes, tell)) {
      const { by, at, with: means, note } = trace
      try {
        control(balancers, { ...change, ...(means === null ? {} : { with: means }), ...(note === '' ? {} : { note }) }, by, at)
      } catch (error) {
        tell(name, 'member' in change ? change.member : null, `a change by ${by} does not fit any more: ${(error as Error).message}`)
      }
    }
  }
}

/** Members first, then what is said of them; each in the order of time. */
function steps (balancer: Balancer, { base, members }: BalancerOrigins, changes: KeptBalancer, tell: Tell): Step[] {
  const { name } = balancer
  const coming: Step[] = []
  const others: Step[] = said(base, changes.set, text => tell(name, null, text))
    .map(([words, trace]) => ({ change: { balancer: name, set: balancerSet(words) }, trace }))
  for (const [url, member] of Object.entries(changes.members)) {
    const present = members.get(url)
    const { added, removed, drain } = member
    if (added !== null && present === undefined) {
      coming.push({ change: { balancer: name, add: { ...inputOf(member.base), url: member.url } }, trace: added })
    } else if (added !== null || present === undefined) {
      tell(name, url, added === null ? 'it is not in the configuration any more: what was changed of it is forgotten' : 'it is in the configuration now')
      continue
    }
    if (removed !== null) coming.push({ change: { balancer: name, remove: url }, trace: removed })
    others.push(...ofMember(name, url, present?.base ?? member.base, member, tell))
    if (drain !== null) others.push({ change: { balancer: name, member: url, set: {}, drain: { until: drain.until, then: drain.then } }, trace: drain })
  }
  return [...inOrder(coming), ...inOrder(others)]
}

function ofMember (name: string, url: string, base: Words, { set }: KeptMember, tell: Tell): Step[] {
  return said(base, set, text => tell(name, url, text))
    .map(([words, trace]) => ({ change: { balancer: name, member: url, set: inputOf(words) }, trace }))
}

/** What still holds of the values: those that were said at once together. */
function said (base: Words, set: Readonly<Record<string, Override>>, tell: (text: string) => void): Array<[words: Words, trace: Trace]> {
  const together = new Map<string, [words: Record<string, Override['value']>, trace: Trace]>()
  for (const [name, { value, configured, ...trace }] of Object.entries(set)) {
    if (JSON.stringify(base[name]) !== JSON.stringify(configured)) {
      tell(`the configuration says ${name} ${String(base[name])} now, no longer ${String(configured)}: ${String(value)} by ${trace.by} does not hold any more`)
      continue
    }
    const key = JSON.stringify(trace)
    const [words] = together.get(key) ?? together.set(key, [{}, trace]).get(key)!
    words[name] = value
  }
  return [...together.values()]
}

function balancerSet (words: Words): object {
  // What is no parameter of this version is not as the configuration says, and is not here.
  return Object.fromEntries(Object.entries(words).map(([name, word]) => [name, toInput(balancerSchema[name as keyof typeof balancerSchema], word)]))
}

function inOrder (all: readonly Step[]): Step[] {
  return all.toSorted((one, other) => one.trace.at - other.trace.at)
}
