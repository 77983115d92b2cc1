import { sessionBegan, sessionEnded } from './account.ts'
import type { Reason } from './election.ts'
import type { BalancerMember } from './member.ts'
import { formatStatus } from './status.ts'

/** A session that went from one member to another. */
export interface SessionMove {
  /** Epoch milliseconds. */
  readonly at: number
  /** URLs of the members. */
  readonly from: string
  readonly to: string
  /** Why the other one was elected. */
  readonly reason: Reason
  /** The state that the first one was in, in httpd's words. */
  readonly cause: string
}

/** What is remembered of a session. Times are epoch milliseconds. */
export interface Session {
  readonly member: BalancerMember
  /** When the member got it. */
  readonly boundAt: number
  readonly usedAt: number
  /** Since it is known. */
  readonly requests: number
  /** The last ones, oldest first. */
  readonly moves: readonly SessionMove[]
}

/** Sessions of a member by when they were used last: in the last minute, before that in the last 5, 15, and 30 minutes, or earlier. */
export type SessionAges = readonly [m1: number, m5: number, m15: number, m30: number, earlier: number]

interface Remembered extends Session {
  member: BalancerMember
  boundAt: number
  usedAt: number
  /** When it was put at the end of the row. */
  placedAt: number
  requests: number
  moves: readonly SessionMove[]
}

/** What a session is remembered by. */
export type SessionKey = number

const keptMoves = 4
const ages = [60_000, 300_000, 900_000, 1_800_000]

/** A session goes to the end of the row at most once in this time, in milliseconds, not with every request. */
const grain = 1_000

/**
 * Which member a session lives on, for a bounded number of sessions: those that were not used for longest go first, and
 * all go after a time without use. Counts them on their members.
 */
export class Sessions {
  /** Least recently used first, to within `grain`. */
  readonly #sessions = new Map<SessionKey, Remembered>()
  readonly #max: number
  readonly #idle: number

  /**
   * @param max most sessions
   * @param idle milliseconds without use
   */
  constructor (max: number, idle: number) {
    this.#max = max
    this.#idle = idle
  }

  get size (): number {
    return this.#sessions.size
  }

  /** What is known of the session; null: nothing. It does not count as used. */
  look (key: SessionKey, now: number): Session | null {
    const session = this.#sessions.get(key)
    if (session === undefined) return null
    if (!this.#isOver(session, now)) return session
    this.forget(key)
    return null
  }

  /** Where the session lives; null: not known. It counts as used. */
  find (key: SessionKey, now: number): BalancerMember | null {
    const session = this.look(key, now) as Remembered | null
    if (session === null) return null
    this.#use(key, session, now)
    return session.member
  }

  /** A request of the session was served by this member, where it lives from now on. */
  remember (key: SessionKey, member: BalancerMember, reason: Reason, now: number): void {
    const session = this.#sessions.get(key)
    if (session === undefined) {
      sessionBegan(member)
      this.#sessions.set(key, { member, boundAt: now, usedAt: now, placedAt: now, requests: 1, moves: none })
      if (this.#sessions.size > this.#max) this.forget(this.#sessions.keys().next().value!)
      return
    }
    session.requests++
    if (session.member !== member) move(session, member, reason, now)
    this.#use(key, session, now)
  }

  forget (key: SessionKey): void {
    const session = this.#sessions.get(key)
    if (session === undefined) return
    sessionEnded(session.member)
    this.#sessions.delete(key)
  }

  /** Forgets those that are over and that nobody asks for. */
  sweep (now: number): void {
    for (const [key, session] of this.#sessions) {
      if (now - session.placedAt < this.#idle) break
      if (this.#isOver(session, now)) this.forget(key)
    }
  }

  /** Forgets all of them: members that outlive this memory are rid of their counts. */
  clear (): void {
    for (const key of this.#sessions.keys()) this.forget(key)
  }

  /** When the sessions of each of these members were used last. Looks at every session. */
  ages (members: readonly BalancerMember[], now: number): ReadonlyMap<BalancerMember, SessionAges> {
    const counts = new Map(members.map(member => [member, [0, 0, 0, 0, 0]]))
    for (const { member, usedAt } of this.#sessions.values()) {
      const count = counts.get(member)
      if (count === undefined) continue
      const age = ages.findIndex(age => now - usedAt <= age)
      count[age === -1 ? ages.length : age]!++
    }
    return counts as unknown as ReadonlyMap<BalancerMember, SessionAges>
  }

  #use (key: SessionKey, session: Remembered, now: number): void {
    session.usedAt = now
    if (now - session.placedAt < grain) return
    session.placedAt = now
    this.#sessions.delete(key)
    this.#sessions.set(key, session)
  }

  #isOver ({ usedAt }: Session, now: number): boolean {
    return now - usedAt >= this.#idle
  }
}

const none: readonly SessionMove[] = []

function move (session: Remembered, member: BalancerMember, reason: Reason, now: number): void {
  const { member: from } = session
  session.moves = [...session.moves, { at: now, from: from.url, to: member.url, reason, cause: formatStatus(from.flags).trim() }].slice(-keptMoves)
  session.member = member
  session.boundAt = now
  sessionEnded(from)
  sessionBegan(member)
}
