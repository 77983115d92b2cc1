import type { Election, SessionKey, Sessions } from '@fastify-balancer/core'
import { readSetCookie } from './cookies.ts'

/** The backends' session cookie. */
export interface SessionCookie {
  readonly cookie: string
  /** What the session of a value of it is remembered by; null: by nothing. */
  readonly keyOf: (value: string) => SessionKey | null
}

/**
 * Follows a session through an answer: a Set-Cookie of its name begins one on the member, or ends the one that the request
 * carried; an answer without one leaves it where it is, or where the request has been taken.
 * @param carried the session that the request carries; null: none that counts
 * @param now epoch milliseconds
 */
export function followSession (sessions: Sessions, { cookie, keyOf }: SessionCookie, carried: SessionKey | null, election: Election, setCookie: readonly string[] | undefined, now: number): void {
  const member = election.member!
  const reason = election.reason!
  const issued = setCookie?.map(header => readSetCookie(header, cookie, now)).filter(value => value !== null) ?? []
  if (carried !== null) {
    if (issued.includes('')) sessions.forget(carried)
    else if (issued.length === 0) sessions.remember(carried, member, reason, now)
  }
  for (const value of issued) {
    const key = value === '' ? null : keyOf(value)
    if (key !== null) sessions.remember(key, member, reason, now)
  }
}
