import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { transferred } from '@fastify-balancer/core'
import type { BalancerMember } from '@fastify-balancer/core'
import { RequestBody } from './body.ts'
import { waitsForContinue } from './expect-continue.ts'
import type { RequestHeaders } from './request-headers.ts'
import { clientConnection } from './upgrade/client-connection.ts'
import { acceptedUpgrade } from './upgrade/protocols.ts'
import type { OutgoingRequest } from './transport/transport.ts'

/**
 * Makes of a client's request the one that goes to the member, and counts its body there.
 * @param target what follows the member's URL: encoded path, then query
 * @param repeatable it may be sent twice
 */
export function outgoingRequest (request: FastifyRequest, member: BalancerMember, target: string, body: RequestBody | Buffer | null, requestHeaders: RequestHeaders, repeatable: boolean): OutgoingRequest {
  const { raw } = request
  const path = member.path + target
  const headers = requestHeaders(request, member)
  if (body instanceof Buffer) transferred(member, body.length)
  return {
    method: raw.method!,
    path: path.startsWith('/') ? path : `/${path}`,
    headers,
    body: body instanceof RequestBody ? body.open(count => transferred(member, count)) : body,
    bodyLength: body instanceof Buffer ? body.length : announcedLength(raw),
    // A body that is under way is the exchange's to open anew.
    repeatable: repeatable && body === null,
    expectContinue: body instanceof RequestBody && waitsForContinue(raw),
    upgrade: offeredUpgrade(raw, member)
  }
}

/** What a client that may change its protocol offers to this member; null: nothing, or it may not. */
export function offeredUpgrade (raw: IncomingMessage, member: BalancerMember): string | null {
  const { upgrade } = raw.headers
  return upgrade === undefined || clientConnection(raw) === undefined ? null : acceptedUpgrade(member, upgrade)
}

/** The Content-Length that counts; null: none does. */
function announcedLength ({ headers }: IncomingMessage): number | null {
  const length = headers['content-length']
  return length === undefined || headers['transfer-encoding'] !== undefined ? null : Number(length)
}
