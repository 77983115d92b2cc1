import type { FastifyRequest } from 'fastify'
import type { Balancer, Election } from '@fastify-balancer/core'
import type { RequestPath } from './path.ts'

/**
 * Finds where a request belongs, before the election: fills in `election.sticky` and `election.route`, or leaves them.
 * Called for every request to a balancer, in the order of their registration, until one finds a route.
 */
export type Affinity = (request: FastifyRequest, balancer: Balancer, election: Election, path: RequestPath) => void
