import type { EventEmitter } from 'node:events'
import type { Balancer } from './balancer.ts'
import type { AppliedChange } from './changes.ts'
import type { BalancerEvents } from './events.ts'
import { findMember } from './balancer.ts'
import type { BalancerMember } from './member.ts'
import { flag } from './status.ts'

/** How far a draining member is. Times are epoch milliseconds. */
export interface Drain {
  /** null: since the start. */
  readonly since: number | null
  /** Who asked for it; null: the configuration. */
  readonly by: string | null
  /** Sessions it had then, or the most it has had since. */
  readonly sessionsAtStart: number
  readonly sessionsLeft: number
  /** How many fewer they become in a minute, as of the last five; null: too early to say. */
  readonly perMinute: number | null
  /** When there will be none, if it goes on so, or when that was; null: not in sight. */
  readonly emptyAt: number | null
}

interface Watched {
  readonly since: number | null
  readonly by: string | null
  sessionsAtStart: number
  /** The last minutes, oldest first. */
  readonly samples: Array<{ readonly at: number, readonly sessions: number }>
  /** null: somebody is still there. */
  emptyAt: number | null
}

/** How far back the slope goes, in milliseconds. */
const lookBack = 300_000
/** A slope over less is a guess, in milliseconds. */
const leastSpan = 10_000

/** Follows the members that drain: how many sessions each had and has. Whoever has a clock tells the time. */
export class Drains {
  readonly #watched = new Map<BalancerMember, Watched>()
  readonly #events: EventEmitter<BalancerEvents>

  constructor (events: EventEmitter<BalancerEvents>, find: (name: string) => Balancer | undefined) {
    this.#events = events
    events.on('balancer', balancer => {
      for (const member of balancer.members) this.#follow(member, null, null)
    })
    events.on('change', ({ change, at, by }: AppliedChange) => {
      const url = 'member' in change ? change.member : 'add' in change ? change.add.url : null
      const member = url === null ? undefined : findMember(find(change.balancer)!, url)
      if (member !== undefined) this.#follow(member, at, by)
    })
    events.on('left', member => { this.#watched.delete(member) })
  }

  /** How far this member is; null: it does not drain. */
  of (member: BalancerMember): Drain | null {
    const watched = this.#watched.get(member)
    if (watched === undefined) return null
    const { since, by, sessionsAtStart, samples, emptyAt } = watched
    const perMinute = slope(samples)
    const last = samples.at(-1)
    return {
      since,
      by,
      sessionsAtStart: Math.max(sessionsAtStart, member.sessions),
      sessionsLeft: member.sessions,
      perMinute,
      emptyAt: emptyAt ?? (perMinute === null || perMinute <= 0 ? null : last!.at + last!.sessions / perMinute * 60_000)
    }
  }

  /**
   * Looks at them all. Tells it as the event `drained`, once, when a member has neither sessions nor requests any more.
   * @param now epoch milliseconds
   */
  sample (now: number): void {
    for (const [member, watched] of this.#watched) {
      if (member.removed) {
        this.#watched.delete(member)
        continue
      }
      const { samples } = watched
      samples.push({ at: now, sessions: member.sessions })
      while (now - samples[0]!.at > lookBack) samples.shift()
      watched.sessionsAtStart = Math.max(watched.sessionsAtStart, member.sessions)
      if (member.sessions > 0) {
        watched.emptyAt = null
      } else if (member.busy === 0 && watched.emptyAt === null) {
        watched.emptyAt = now
        this.#events.emit('drained', member)
      }
    }
  }

  #follow (member: BalancerMember, since: number | null, by: string | null): void {
    const drains = (member.flags & flag.N) !== 0
    if (!drains) this.#watched.delete(member)
    else if (!this.#watched.has(member)) {
      this.#watched.set(member, { since, by, sessionsAtStart: member.sessions, samples: [], emptyAt: null })
    }
  }
}

function slope (samples: Watched['samples']): number | null {
  const first = samples[0]
  const last = samples.at(-1)
  if (first === undefined || last!.at - first.at < leastSpan) return null
  return (first.sessions - last!.sessions) / (last!.at - first.at) * 60_000
}
