import { hash } from 'node:crypto'
import { sessionBegan, sessionEnded } from '@fastify-balancer/core'
import type { Balancer, BalancerMember } from '@fastify-balancer/core'

interface Session {
  member: BalancerMember
  /** Epoch milliseconds. */
  usedAt: number
}

/** How often expired sessions that nobody asks for are cleared away, in milliseconds. */
const sweepAtLeastEvery = 60_000

/**
 * Which member a session lives on, for a bounded number of sessions: those that were not used for longest go first, and
 * all go after a time without use. Counts them on their members.
 */
export class Sessions {
  /** Least recently used first. */
  readonly #sessions = new Map<string, Session>()
  readonly #max: number
  readonly #idle: number
  readonly #now: () => number
  #timer: NodeJS.Timeout | undefined

  /**
   * @param idle milliseconds
   * @param now gives epoch milliseconds
   */
  constructor (max: number, idle: number, now: () => number) {
    this.#max = max
    this.#idle = idle
    this.#now = now
  }

  /** Where the session lives; null: not known. It counts as used. */
  find (key: string): BalancerMember | null {
    const session = this.#sessions.get(key)
    if (session === undefined) return null
    if (this.#isOver(session)) {
      this.forget(key)
      return null
    }
    this.#use(key, session)
    return session.member
  }

  /** The session lives on this member from now on. */
  remember (key: string, member: BalancerMember): void {
    const session = this.#sessions.get(key)
    if (session === undefined) {
      sessionBegan(member)
      this.#use(key, { member, usedAt: 0 })
      if (this.#sessions.size > this.#max) this.forget(this.#sessions.keys().next().value!)
      this.#timer ??= this.#sweepLater()
    } else {
      sessionEnded(session.member)
      sessionBegan(member)
      session.member = member
      this.#use(key, session)
    }
  }

  forget (key: string): void {
    const session = this.#sessions.get(key)
    if (session === undefined) return
    sessionEnded(session.member)
    this.#sessions.delete(key)
  }

  /** Forgets all of them: members that outlive this memory are rid of their counts. */
  close (): void {
    clearTimeout(this.#timer)
    for (const key of this.#sessions.keys()) this.forget(key)
  }

  #use (key: string, session: Session): void {
    session.usedAt = this.#now()
    this.#sessions.delete(key)
    this.#sessions.set(key, session)
  }

  #isOver (session: Session): boolean {
    return this.#now() - session.usedAt >= this.#idle
  }

  #sweepLater (): NodeJS.Timeout {
    return setTimeout(() => this.#sweep(), Math.min(this.#idle, sweepAtLeastEvery)).unref()
  }

  #sweep (): void {
    for (const [key, session] of this.#sessions) {
      if (!this.#isOver(session)) break
      this.forget(key)
    }
    this.#timer = this.#sessions.size === 0 ? undefined : this.#sweepLater()
  }
}

/** What a session is remembered by: its id itself, which is as good as a password, is not kept. */
export function sessionKey (balancer: Balancer, cookie: string, id: string): string {
  return hash('sha256', `${balancer.name}\0${cookie}\0${id}`, 'base64url')
}
