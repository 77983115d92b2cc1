import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyReply } from 'fastify'
import type { Election, Reason } from '@fastify-balancer/core'
import type { ClientConnection } from './client-connection.ts'
import { isWebSocket } from './protocols.ts'
import type { Tunnels } from './tunnels.ts'

/** What a member said that changes its protocol. */
export interface Upgraded {
  readonly statusMessage: string
  /** As the member sent them. */
  readonly theirs: IncomingHttpHeaders
  /** As the client gets them. */
  readonly headers: IncomingHttpHeaders
  readonly socket: Socket
  /** Longest silence of the member, in milliseconds. */
  readonly timeout: number
}

/** By these a member is elected that a session lives on. */
const bySession: ReadonlySet<Reason | null> = new Set(['route', 'redirect', 'learned'])

/** Answers 101 as the member did, and joins its connection and the client's. The reply is no more Fastify's. */
export function beginTunnel (tunnels: Tunnels, reply: FastifyReply, election: Election, client: ClientConnection, upgraded: Upgraded): void {
  const { statusMessage, theirs, headers, socket, timeout } = upgraded
  const { raw } = reply.hijack()
  const protocol = String(theirs.upgrade)
  for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...headers, upgrade: protocol, connection: 'Upgrade' })) {
    raw.setHeader(name, value as string | string[])
  }
  raw.writeHead(101, statusMessage)
  raw.flushHeaders()
  raw.shouldKeepAlive = false
  tunnels.add({
    member: election.member!,
    bound: bySession.has(election.reason) || cookies(headers) > cookies(theirs),
    webSocket: isWebSocket(protocol),
    response: raw,
    clientSocket: client.take(),
    memberSocket: socket,
    idle: Math.max(timeout, client.timeout)
  })
}

/** A cookie that was added here keeps the client with its member. */
function cookies (headers: IncomingHttpHeaders): number {
  return headers['set-cookie']?.length ?? 0
}
