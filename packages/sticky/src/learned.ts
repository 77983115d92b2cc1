import type { Affinity } from '@fastify-balancer/balancer'
import { readCookie } from './cookies.ts'
import { followSession } from './follow.ts'
import { sessionKey } from './sessions.ts'
import type { Sessions } from './sessions.ts'

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
      const member = id === null ? null : sessions.find(sessionKey(balancer, balancer.learn, id))
      if (member === null) return false
      request.wantedMember = member
      election.sticky = balancer.learn
      election.learned = member
      return true
    },
    answered (request, _reply, balancer, election, headers) {
      if (balancer.learn === '') return
      followSession(sessions, request, balancer.learn, election.member!, headers, key => sessions.find(key) !== null)
    }
  }
}
