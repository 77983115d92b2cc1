import { control, findMember, flag } from '@fastify-balancer/core'
import type { AppliedChange, Balancers, BalancerMember, DrainEnd } from '@fastify-balancer/core'
import type { Journal } from './journal.ts'

/** Calls back in so many milliseconds. @returns calls it off */
export type After = (ms: number, then: () => void) => () => void

const after: After = (ms, then) => {
  const timer = setTimeout(then, ms).unref()
  return () => clearTimeout(timer)
}

interface Deadline extends DrainEnd {
  readonly callOff: () => void
}

const ends = { stop: '+S-N', disable: '+D-N' } as const

/** Ends drains at their deadlines, and tells who was left. */
export class DrainDeadlines {
  readonly #balancers: Balancers
  readonly #journal: Journal
  /** Hears of the changes that are made here; null: nobody does. */
  tell: ((change: AppliedChange) => void) | null = null
  readonly #now: () => number
  readonly #after: After
  readonly #deadlines = new Map<BalancerMember, Deadline>()

  /**
   * @param now gives epoch milliseconds
   */
  constructor (balancers: Balancers, journal: Journal, now: () => number = Date.now, delay: After = after) {
    this.#balancers = balancers
    this.#journal = journal
    this.#now = now
    this.#after = delay
    balancers.events.on('change', this.#onChange)
    balancers.events.on('left', this.#forget)
  }

  /** When the member's drain ends; null: it drains until somebody says otherwise, or not at all. */
  of (member: BalancerMember): DrainEnd | null {
    return this.#deadlines.get(member) ?? null
  }

  close (): void {
    this.#balancers.events.off('change', this.#onChange)
    this.#balancers.events.off('left', this.#forget)
    for (const member of this.#deadlines.keys()) this.#forget(member)
  }

  readonly #forget = (member: BalancerMember): void => {
    this.#deadlines.get(member)?.callOff()
    this.#deadlines.delete(member)
  }

  readonly #onChange = ({ change, by }: AppliedChange): void => {
    if (!('member' in change)) return
    const member = findMember(this.#balancers.get(change.balancer), change.member)!
    if ((member.flags & flag.N) === 0) this.#forget(member)
    else if (change.drain !== undefined) this.#set(member, change.drain, by)
  }

  #set (member: BalancerMember, { until, then }: DrainEnd, by: string): void {
    this.#forget(member)
    const callOff = this.#after(Math.max(until - this.#now(), 0), () => this.#end(member, then, by))
    this.#deadlines.set(member, { until, then, callOff })
  }

  #end (member: BalancerMember, then: DrainEnd['then'], by: string): void {
    const { balancer, url, sessions, busy } = member
    this.#deadlines.delete(member)
    const cause = `deadline of the drain: ${sessions} sessions and ${busy} requests are left`
    this.#journal.add({ kind: 'state', balancer: balancer.name, member: url, from: null, to: null, cause, by: null, with: null, note: '' })
    if (then === 'keep') return
    const applied = control(this.#balancers, { balancer: balancer.name, member: url, set: { status: ends[then] }, with: 'deadline', note: cause }, by, this.#now())
    this.tell?.(applied)
  }
}
