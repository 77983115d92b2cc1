import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { BalancerMember } from '@fastify-balancer/core'
import { readCookie, readSetCookie } from './cookies.ts'
import { sessionKey } from './sessions.ts'
import type { Sessions } from './sessions.ts'

/**
 * Follows a session through an answer: a Set-Cookie of its name begins one on the member, or ends the one that the request
 * carried; an answer without one leaves it where it is, or where the request has been taken.
 * @param cookie name of the backends' session cookie
 * @param counts whether the session that the request carries is taken for one, if the answer says nothing of it
 */
export function followSession (sessions: Sessions, request: FastifyRequest, cookie: string, member: BalancerMember, headers: IncomingHttpHeaders, counts: (key: string) => boolean): void {
  const { balancer } = member
  const carried = readCookie(request.headers.cookie, cookie)
  const key = carried === null ? null : sessionKey(balancer, cookie, carried)
  const now = Date.now()
  const issued = (headers['set-cookie'] ?? []).map(header => readSetCookie(header, cookie, now)).filter(value => value !== null)
  if (key !== null) {
    if (issued.includes('')) sessions.forget(key)
    else if (issued.length === 0 && counts(key)) sessions.remember(key, member)
  }
  for (const id of issued) {
    if (id !== '') sessions.remember(sessionKey(balancer, cookie, id), member)
  }
}
