import { EventEmitter } from 'node:events'
import { findMember } from '@fastify-balancer/core'
import type { AppliedChange, Balancers, BalancerEvents, BalancerMember } from '@fastify-balancer/core'
import { fieldChanges, memberOf } from './field-changes.ts'
import type { FieldChange } from './field-changes.ts'
import { stateOf } from './look/state.ts'
import { undoOf } from './undo.ts'

/** Something that happened. */
export interface JournalEvent {
  /** Grows, also over restarts: microseconds of the time, or more. */
  readonly id: number
  /** Epoch milliseconds. */
  readonly at: number
  /** A member's state, an operator's edit, a new configuration, or another node's doing. */
  readonly kind: 'state' | 'edit' | 'reload' | 'peer'
  readonly balancer: string
  /** Its URL; null: it is about the balancer. */
  readonly member: string | null
  /** The words for the member's state; null: it did not change. */
  readonly from: string | null
  readonly to: string | null
  /** What happened, for people. */
  readonly cause: string
  /** Who asked for it, such as `ann@10.0.0.7`; null: nobody did. */
  readonly by: string | null
  /** By what means: `page`, `api` …; null: not said. */
  readonly with: string | null
  /** Why, in the operator's words; empty: not said. */
  readonly note: string
}

/** An operator's edit. Its id is that of its event. */
export interface Edit extends Pick<JournalEvent, 'id' | 'at' | 'balancer' | 'member' | 'with' | 'note'> {
  readonly by: string
  readonly changes: readonly FieldChange[]
  /** What it did is still so, and may be taken back. */
  readonly undoable: boolean
}

/** Since when a member has its state. */
export interface StateSince {
  /** Epoch milliseconds; null: since the start. */
  readonly since: number | null
  /** Why; empty: not known. */
  readonly cause: string
  /** How often it failed in a row. */
  readonly count: number
}

interface Told {
  word: string
  since: number | null
  cause: string
  count: number
}

type Listeners = { [Name in keyof BalancerEvents]?: (...event: BalancerEvents[Name]) => void }

/**
 * What happened to balancers and members of late, and what operators did, in order; a bounded number of each, the oldest
 * go first. An event takes about 300 bytes.
 */
export class Journal {
  /** Tells every event as it happens. */
  readonly events: EventEmitter<{ event: [event: JournalEvent] }> = new EventEmitter<{ event: [event: JournalEvent] }>().setMaxListeners(0)
  readonly #balancers: Balancers
  readonly #now: () => number
  readonly #most: number
  readonly #kept: JournalEvent[] = []
  readonly #edits: Array<readonly [id: number, change: AppliedChange]> = []
  readonly #told = new WeakMap<BalancerMember, Told>()
  readonly #ids = new WeakMap<AppliedChange, number>()
  #lastId = 0

  /**
   * @param now gives epoch milliseconds
   * @param most events and edits that are kept
   */
  constructor (balancers: Balancers, now: () => number, most: number = 1_000) {
    this.#balancers = balancers
    this.#now = now
    this.#most = most
    for (const balancer of balancers) for (const member of balancer.members) this.#begin(member)
    for (const [name, listener] of Object.entries(this.#listeners)) balancers.events.on(name as keyof BalancerEvents, listener as () => void)
  }

  /** The events after that id, oldest first. */
  since (id: number): readonly JournalEvent[] {
    return this.#kept.filter(event => event.id > id)
  }

  /** What operators did to a balancer and its members, newest first. */
  edits (balancer: string): readonly Edit[] {
    return this.#edits.filter(([, { change }]) => change.balancer === balancer).map(([id, applied]) => this.#show(id, applied)).toReversed()
  }

  /** What `control` did for that edit; undefined: it is not known any more. */
  find (id: number): AppliedChange | undefined {
    return this.#edits.find(edit => edit[0] === id)?.[1]
  }

  /** The id of the edit that this change was; null: it changed nothing. */
  idOf (applied: AppliedChange): number | null {
    return this.#ids.get(applied) ?? null
  }

  /** Since when the member has its state, and why. */
  stateOf (member: BalancerMember): StateSince {
    const { word, since, cause, count } = this.#begin(member)
    return word === stateOf(member.flags, false).word ? { since, cause, count } : { since: null, cause: 'to be tried again', count }
  }

  /** Writes something down. @returns its id */
  add (event: Omit<JournalEvent, 'id' | 'at'>, at: number = this.#now()): number {
    const id = this.#lastId = Math.max(this.#lastId + 1, at * 1_000)
    const told = { id, at, ...event }
    this.#kept.push(told)
    if (this.#kept.length > this.#most) this.#kept.shift()
    this.events.emit('event', told)
    return id
  }

  close (): void {
    for (const [name, listener] of Object.entries(this.#listeners)) this.#balancers.events.off(name as keyof BalancerEvents, listener as () => void)
  }

  readonly #listeners: Listeners = {
    change: applied => this.#edited(applied),
    failed: (member, cause) => {
      this.#state(member, cause, told => { told.count = member.retries + 1 })
    },
    ejected: (member, cause) => {
      this.#state(member, cause, told => { told.count = member.ejection.count })
    },
    // Taken back only to be tried: whether it works again is told when it is reached.
    recovered: (member, cause) => {
      if (member.errorTime === 0 || (cause !== 'retry' && cause !== 'forced')) this.#state(member, cause)
    },
    reached: member => {
      this.#state(member, 'reached again', told => { told.count = 0 })
    },
    unhealthy: (member, cause) => this.#state(member, cause),
    healthy: member => this.#state(member, 'check passed', told => { told.count = 0 }),
    drained: member => {
      this.add({ ...this.#about(member), kind: 'state', cause: 'drained: neither sessions nor requests are left' })
    }
  }

  #begin (member: BalancerMember): Told {
    const known = this.#told.get(member)
    if (known !== undefined) return known
    const told: Told = { word: stateOf(member.flags, false).word, since: null, cause: '', count: 0 }
    this.#told.set(member, told)
    return told
  }

  /** A failure that follows a failure is counted, not told. */
  #state (member: BalancerMember, cause: string, adjust: (told: Told) => void = () => {}): void {
    const told = this.#begin(member)
    const { word } = stateOf(member.flags, false)
    const from = told.word
    adjust(told)
    if (word === from) return
    told.word = word
    told.cause = cause
    told.since = this.#now()
    this.add({ ...this.#about(member), kind: 'state', from, to: word, cause })
  }

  #about ({ balancer, url }: BalancerMember): Omit<JournalEvent, 'id' | 'at' | 'kind' | 'cause'> {
    return { balancer: balancer.name, member: url, from: null, to: null, by: null, with: null, note: '' }
  }

  #edited (applied: AppliedChange): void {
    const { change, before, after, by, at } = applied
    if (Object.keys(before).length + Object.keys(after).length === 0) return
    const url = memberOf(applied)
    const balancer = this.#balancers.get(change.balancer)
    const member = url === null ? undefined : findMember(balancer, url)
    const from = member === undefined || after.flags === undefined ? null : stateOf(before.flags as number, false).word
    const to = from === null ? null : stateOf(after.flags as number, false).word
    if (member !== undefined && to !== null && from !== to) Object.assign(this.#begin(member), { word: to, since: at, cause: `by ${by}` })
    const cause = fieldChanges(applied).map(({ field, from, to }) => `${field} ${show(from)} → ${show(to)}`).join(', ')
    const id = this.add({
      kind: 'edit', balancer: balancer.name, member: member?.url ?? url, from, to, cause, by, with: change.with ?? null, note: change.note ?? ''
    }, at)
    this.#ids.set(applied, id)
    this.#edits.push([id, { ...applied, change: { ...change, balancer: balancer.name } }])
    if (this.#edits.length > this.#most) this.#edits.shift()
  }

  #show (id: number, applied: AppliedChange): Edit {
    const { change, by, at } = applied
    return {
      id,
      at,
      balancer: change.balancer,
      member: memberOf(applied),
      by,
      with: change.with ?? null,
      note: change.note ?? '',
      changes: fieldChanges(applied),
      undoable: undoOf(this.#balancers, applied) !== null
    }
  }
}

function show (word: unknown): string {
  return word === null ? 'none' : String(word) || 'none'
}
