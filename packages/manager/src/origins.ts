import { flag, memberSchema, memberWords, toInput, toWord, balancerSchema, findMember } from '@fastify-balancer/core'
import type { AppliedChange, Balancer, Balancers, BalancerMember, DrainEnd, MemberInput, Word } from '@fastify-balancer/core'
import { memberOf } from './field-changes.ts'
import { operatorsLetters } from './undo.ts'

/** Who did something, and when. */
export interface Trace {
  readonly by: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly with: string | null
  readonly note: string
}

/** Where a value comes from that is not the configuration's. */
export interface Origin extends Trace {
  /** What the configuration said then; of a member that was added, what it came with. */
  readonly configured: Word
}

/** A value that is not the configuration's, and where it comes from. */
export interface Override extends Origin {
  readonly value: Word
}

export type Words = Readonly<Record<string, Word>>

/** What operators did to a member. Fields are parameters, and `status_N` and the like for states. */
export interface MemberOrigins {
  readonly set: Map<string, Override>
  /** As it was given, with the path of its socket. */
  readonly url: string
  /** What the configuration says of it; of one that was added, what it came with. */
  readonly base: Words
  /** null: it is in the configuration. */
  readonly added: Trace | null
  /** null: it is there. */
  removed: Trace | null
  /** null: its drain, if it drains, has no end. */
  drain: (DrainEnd & Trace) | null
}

/** What operators did to a balancer and its members, by their URLs. */
export interface BalancerOrigins {
  readonly set: Map<string, Override>
  readonly base: Words
  readonly members: Map<string, MemberOrigins>
}

/**
 * Where the values come from that balancers and members have: from the configuration, which is what they had when this was
 * made, or from whoever changed them since.
 */
export class Origins {
  readonly balancers: Map<Balancer, BalancerOrigins> = new Map()
  readonly #balancers: Balancers

  constructor (balancers: Balancers) {
    this.#balancers = balancers
    for (const balancer of balancers) this.#begin(balancer)
    balancers.events.on('change', this.#onChange)
    balancers.events.on('balancer', this.#begin)
  }

  ofBalancer (balancer: Balancer): Readonly<Record<string, Origin>> {
    return show(this.balancers.get(balancer)!.set)
  }

  ofMember (member: BalancerMember): Readonly<Record<string, Origin>> {
    return show(this.#member(member).set)
  }

  /** It is not in the configuration. */
  isAdded (member: BalancerMember): boolean {
    return this.#member(member).added !== null
  }

  close (): void {
    this.#balancers.events.off('change', this.#onChange)
    this.#balancers.events.off('balancer', this.#begin)
  }

  #member (member: BalancerMember): MemberOrigins {
    return this.balancers.get(member.balancer)!.members.get(member.url)!
  }

  readonly #begin = (balancer: Balancer): void => {
    const members = new Map(balancer.members.map(member => [member.url, describe(member, null)]))
    this.balancers.set(balancer, { set: new Map(), base: balancerWords(balancer), members })
  }

  readonly #onChange = (applied: AppliedChange): void => {
    const { change, before, after } = applied
    const balancer = this.#balancers.get(change.balancer)
    const origins = this.balancers.get(balancer)!
    const trace = traceOf(applied)
    const url = memberOf(applied)
    if (url === null) {
      note(origins, balancerWords(balancer), Object.keys(after), trace)
      return
    }
    const member = findMember(balancer, url)
    const known = origins.members.get(member?.url ?? url)
    if ('remove' in change) {
      if (known!.added !== null) origins.members.delete(url)
      else Object.assign(known!, { removed: trace, drain: null }).set.clear()
    } else if (known === undefined) {
      origins.members.set(member!.url, describe(member!, trace))
    } else {
      known.removed = null
      const words = wordsOf(member!)
      note(known, words, 'add' in change ? Object.keys(words) : changedNames(before, after), trace)
      if ('drain' in change) known.drain = { ...change.drain!, ...trace }
      if (words.status_N === false) known.drain = null
    }
  }
}

function traceOf ({ change, by, at }: AppliedChange): Trace {
  return { by, at, with: change.with ?? null, note: change.note ?? '' }
}

function describe (member: BalancerMember, added: Trace | null): MemberOrigins {
  const { url, socketPath } = member
  return { set: new Map(), url: socketPath === null ? url : `unix:${socketPath}|${url}`, base: wordsOf(member), added, removed: null, drain: null }
}

/** What is as the configuration has it needs no origin. */
function note ({ set, base }: Pick<BalancerOrigins, 'set' | 'base'>, words: Words, names: readonly string[], trace: Trace): void {
  for (const name of names) {
    if (JSON.stringify(words[name]) === JSON.stringify(base[name])) set.delete(name)
    else set.set(name, { value: words[name]!, configured: base[name]!, ...trace })
  }
}

function changedNames (before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(after).flatMap(name => {
    if (name === 'lbfactor') return ['loadfactor']
    if (name !== 'flags') return [name]
    const changed = (before.flags as number) ^ (after.flags as number)
    return operatorsLetters.filter(letter => (changed & flag[letter]) !== 0).map(letter => `status_${letter}`)
  })
}

function show (set: ReadonlyMap<string, Override>): Readonly<Record<string, Origin>> {
  return Object.fromEntries([...set].map(([name, { value, ...origin }]) => [name, origin]))
}

/** All that an operator can change, in words. */
function balancerWords (balancer: Balancer): Words {
  const names = Object.keys(balancerSchema).filter(name => name !== 'nonce' && name !== 'growth')
  return Object.fromEntries(names.map(name => [name, toWord(Reflect.get(balancer, name))]))
}

function wordsOf (member: BalancerMember): Words {
  const states = operatorsLetters.map(letter => [`status_${letter}`, (member.flags & flag[letter]) !== 0])
  return { ...memberWords(member), ...Object.fromEntries(states) }
}

/** What `control` is to be asked for so that a member has these words. */
export function inputOf (words: Words): MemberInput {
  const entries = Object.entries(words)
  const status = entries.filter(([name]) => name.startsWith('status_')).map(([name, word]) => `${word === true ? '+' : '-'}${name.at(-1)}`).join('')
  const parameters = entries.filter(([name]) => Object.hasOwn(memberSchema, name))
    .map(([name, word]) => [name, toInput(memberSchema[name as keyof typeof memberSchema], word)])
  return { ...Object.fromEntries(parameters), ...(status === '' ? {} : { status }) }
}
