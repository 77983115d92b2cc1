import type { IncomingMessage } from 'node:http'
import { snapshot } from '@fastify-balancer/core'
import type { Balancers } from '@fastify-balancer/core'
import type { Activity } from './activity.ts'
import type { Connection } from './connection.ts'
import type { Place } from './scoreboard.ts'

/** What a member did in one process. Bytes are those to the member and from it. */
export interface MemberFigures {
  readonly url: string
  readonly elected: number
  readonly busy: number
  readonly transferred: number
  readonly read: number
}

/** Connections by what they wait for: their first request, a client that reads, the next request, their end. */
export interface ConnectionFigures {
  readonly total: number
  readonly waitIo: number
  readonly writing: number
  readonly keepAlive: number
  readonly closing: number
}

/** A place that had a request. Times are milliseconds, `at` since the epoch. */
export interface PlaceFigures extends Pick<Place, 'accesses' | 'bytes' | 'duration' | 'lastDuration' | 'client' | 'protocol' | 'vhost'> {
  readonly letter: string
  readonly at: number
  /** The first 64 characters of method, target and version. */
  readonly request: string
  /** Requests of its connection that are over; 0 when it is over itself. */
  readonly onConnection: number
}

/** What a process has done since its start: plain data, so that it can be sent to another process. */
export interface ProcessFigures {
  readonly pid: number
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly accesses: number
  readonly bytes: number
  /** Milliseconds. */
  readonly duration: number
  /** Seconds. */
  readonly cpu: { readonly user: number, readonly system: number }
  /** Requests in flight. */
  readonly busy: number
  readonly idle: number
  /** A letter for each place. */
  readonly letters: string
  readonly connections: ConnectionFigures
  readonly places: readonly PlaceFigures[]
  /** By balancer, in their order. */
  readonly balancers: Readonly<Record<string, readonly MemberFigures[]>>
}

/** Longest text of a request on the page. */
const mostCharacters = 64

/** Takes the figures of this process. */
export function takeFigures (activity: Activity, balancers: Balancers): ProcessFigures {
  const { startedAt, accesses, bytes, duration, busy, scoreboard: { places } } = activity
  const { user, system } = process.cpuUsage()
  const letters = places.map(letterOf).join('')
  return {
    pid: process.pid,
    startedAt,
    accesses,
    bytes,
    duration,
    cpu: { user: user / 1e6, system: system / 1e6 },
    busy,
    idle: letters.split('_').length - 1,
    letters,
    connections: countConnections(activity),
    places: activity.isExtended ? places.filter(hadRequest).map(takePlace) : [],
    balancers: Object.fromEntries(snapshot(balancers).map(({ name, members }) => [
      name, members.map(({ url, elected, busy, transferred, read }) => ({ url, elected, busy, transferred, read }))
    ]))
  }
}

/** `R`: the request's body is still coming; `W`: the answer is being made or sent; `_`: nobody has the place. */
function letterOf ({ response }: Place): string {
  if (response === null) return '_'
  return response.headersSent || !awaitsBody(response.req) ? 'W' : 'R'
}

/** Node takes a request for incomplete for a moment even when it has no body. */
function awaitsBody ({ complete, headers }: IncomingMessage): boolean {
  return !complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0)
}

function countConnections ({ connections, scoreboard: { places } }: Activity): ConnectionFigures {
  const kinds = { waitIo: 0, keepAlive: 0, closing: 0 }
  for (const connection of connections.values()) {
    const kind = kindOf(connection)
    if (kind !== null) kinds[kind]++
  }
  return {
    total: connections.size,
    ...kinds,
    writing: places.filter(({ response }) => response?.writableEnded === true).length
  }
}

function kindOf ({ link, busy, accesses }: Connection): 'waitIo' | 'keepAlive' | 'closing' | null {
  if (busy > 0) return null
  if ('writableEnded' in link && link.writableEnded) return 'closing'
  return accesses === 0 ? 'waitIo' : 'keepAlive'
}

function hadRequest ({ response, accesses }: Place): boolean {
  return response !== null || accesses > 0
}

function takePlace (place: Place): PlaceFigures {
  const { accesses, bytes, duration, lastDuration, client, protocol, vhost, method, target, connection, startedAt } = place
  return {
    accesses,
    bytes,
    duration,
    lastDuration,
    client,
    protocol,
    vhost,
    letter: letterOf(place),
    at: performance.timeOrigin + startedAt,
    request: `${method} ${target} ${protocol === 'h2' ? 'HTTP/2.0' : 'HTTP/1.1'}`.slice(0, mostCharacters),
    onConnection: connection?.accesses ?? 0
  }
}
