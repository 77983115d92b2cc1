import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Balancer, Election } from '@fastify-balancer/core'
import type { RequestPath } from './path.ts'

/** A way to keep a client with its member. */
export interface Affinity {
  /** What it goes by, such as the name of the parameter; the log tells it. */
  readonly name: string
  /**
   * Finds where a request belongs, before the election: fills in `election.sticky` and `election.route` or
   * `election.learned`. Called for every request to a balancer, in the order of registration, until one knows.
   * @returns whether it knows
   */
  readonly find: (request: FastifyRequest, balancer: Balancer, election: Election, path: RequestPath) => boolean
  /**
   * Hears of every answer of `election.member` before its head goes out, and may change the headers.
   * @param headers as the client gets them, names in lower case
   */
  readonly answered?: (request: FastifyRequest, reply: FastifyReply, balancer: Balancer, election: Election, headers: IncomingHttpHeaders) => void
}
