import type { Affinity } from '@fastify-balancer/balancer'
import { readCookie } from './cookies.ts'
import type { Sessions } from '@fastify-balancer/core'
import { followSession } from './follow.ts'
import { sessionKey } from './session-key.ts'

/**
 * `learn=NAME`: remembers which member issued a session cookie. A session is only remembered if a member issued it, so
 * clients cannot crowd out the sessions of others with ids of their own making.
 */
export function createLearned (sessions: Sessions): Affinity {
  return {
    name: 'learn',
    find (request, balancer, election) {
      if (balancer.learn === '') return false
      const id = readCookie(request.headers.cookie, balancer.learn)
      const member = id === null ? null : sessions.find(sessionKey(balancer, balancer.learn, id), Date.now())
      if (member === null) return false
      request.wantedMember = member
      election.sticky = balancer.learn
      election.learned = member
      return true
    },
    answered (request, _reply, balancer, election, headers) {
      const { learn } = balancer
      if (learn === '') return
      const now = Date.now()
      const id = readCookie(request.headers.cookie, learn)
      const key = id === null ? null : sessionKey(balancer, learn, id)
      const carried = key !== null && sessions.look(key, now) !== null ? key : null
      followSession(sessions, { cookie: learn, keyOf: id => sessionKey(balancer, learn, id) }, carried, election, headers['set-cookie'], now)
    }
  }
}
