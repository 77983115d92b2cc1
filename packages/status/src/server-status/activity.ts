import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2Session } from 'node:http2'
import type { Server } from 'node:net'
import { Server as TlsServer } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { createConnection, linkOf, takeWritten } from './connection.ts'
import type { Connection, Link } from './connection.ts'
import { Scoreboard, describe } from './scoreboard.ts'
import type { Place } from './scoreboard.ts'

const kPlace = Symbol('@fastify-balancer/status.place')

type Placed = ServerResponse & { [kPlace]: Place }

/** Counts what the servers of this process do. A request costs some sums; the rest is found out when somebody asks. */
export class Activity {
  /** Epoch milliseconds. */
  readonly startedAt: number = Date.now()
  readonly scoreboard: Scoreboard
  readonly connections: Map<Link, Connection> = new Map()
  /** Whether places remember their requests (`ExtendedStatus`). */
  readonly isExtended: boolean
  /** Requests in flight, also those that found no place on the board. */
  busy = 0
  /** Requests that are over. */
  accesses = 0
  /** Bytes of answers, heads included. */
  bytes = 0
  /** Milliseconds that requests took. */
  duration = 0

  /** @param places how many requests at once the board has places for */
  constructor (places: number, isExtended: boolean) {
    this.scoreboard = new Scoreboard(places)
    this.isExtended = isExtended
  }

  /** Counts the connections of a server of HTTP, HTTPS or HTTP/2. */
  watch (server: Server): void {
    if ('updateSettings' in server) server.on('session', (session: Http2Session) => { this.#connect(session) })
    if (server instanceof TlsServer) {
      server.on('secureConnection', (socket: TLSSocket) => { if (socket.alpnProtocol !== 'h2') this.#connect(socket) })
    } else if (!('updateSettings' in server)) {
      server.on('connection', socket => { this.#connect(socket) })
    }
  }

  /** Counts a request until `end`. */
  begin (request: IncomingMessage, response: ServerResponse): void {
    const place = this.scoreboard.take()
    place.response = response
    place.connection = this.connections.get(linkOf(request)) ?? null
    place.startedAt = performance.now()
    if (this.isExtended) describe(place, request)
    if (place.connection !== null) place.connection.busy++
    this.busy++
    ;(response as Placed)[kPlace] = place
  }

  /** To be called once for each request, when its answer is finished or its client has left: on `close`. */
  end (response: ServerResponse): void {
    const place = (response as Placed)[kPlace]
    const { connection } = place
    const duration = performance.now() - place.startedAt
    this.busy--
    this.accesses++
    this.duration += duration
    place.accesses++
    place.duration += duration
    place.lastDuration = duration
    if (connection !== null) {
      const bytes = takeWritten(connection)
      connection.busy--
      connection.accesses++
      this.bytes += bytes
      place.bytes += bytes
    }
    this.scoreboard.leave(place)
  }

  #connect (link: Link): void {
    this.connections.set(link, createConnection(link))
    link.once('close', () => { this.connections.delete(link) })
  }
}
