import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Connection } from './connection.ts'

/** A place for a request in flight, and what is remembered of the requests that had it. */
export interface Place {
  /** -1: not on the board. */
  readonly number: number
  /** The answer that is being made; null: nobody has the place. */
  response: ServerResponse | null
  /** null: its connection is not counted. */
  connection: Connection | null
  /** When the last request came, in milliseconds of `performance.now()`. */
  startedAt: number
  accesses: number
  bytes: number
  /** Milliseconds that all requests took, and the last one. */
  duration: number
  lastDuration: number
  /** Of the last request, as it came. */
  client: string
  protocol: string
  vhost: string
  method: string
  target: string
}

/** The places of a process. The one that has been free for the longest time is given away first. */
export class Scoreboard {
  readonly places: readonly Place[]
  readonly #free: Int32Array
  #first = 0
  #count: number

  constructor (size: number) {
    this.places = Array.from({ length: size }, (_, number) => createPlace(number))
    this.#free = Int32Array.from(this.places, ({ number }) => number)
    this.#count = size
  }

  /** A place for a request; when none is free, one that is not on the board. */
  take (): Place {
    if (this.#count === 0) return createPlace(-1)
    const place = this.places[this.#free[this.#first]!]!
    this.#first = (this.#first + 1) % this.#free.length
    this.#count--
    return place
  }

  leave (place: Place): void {
    place.response = null
    place.connection = null
    if (place.number < 0) return
    this.#free[(this.#first + this.#count) % this.#free.length] = place.number
    this.#count++
  }
}

/** Remembers whose request it is. */
export function describe (place: Place, request: IncomingMessage): void {
  place.client = request.socket.remoteAddress ?? ''
  place.protocol = request.httpVersionMajor > 1 ? 'h2' : 'http/1.1'
  place.vhost = request.headers.host ?? ''
  place.method = request.method!
  place.target = request.url!
}

function createPlace (number: number): Place {
  return {
    number,
    response: null,
    connection: null,
    startedAt: 0,
    accesses: 0,
    bytes: 0,
    duration: 0,
    lastDuration: 0,
    client: '',
    protocol: '',
    vhost: '',
    method: '',
    target: ''
  }
}
