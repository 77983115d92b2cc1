import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { read, transferred } from '@fastify-balancer/core'
import type { BalancerMember } from '@fastify-balancer/core'
import type { Deadlines, Timed } from '../transport/deadlines.ts'
import { closeFrame, Frames } from './frames.ts'

/** How long both ends have to close a tunnel that is to end, in milliseconds. */
export const closingTime = 2_000

/** What a tunnel lies between. Times are milliseconds. */
export interface TunnelEnds {
  readonly member: BalancerMember
  /** The client would come back to this member, as its session lives there. */
  readonly bound: boolean
  /** The protocol is WebSocket: the tunnel can be closed with a word. */
  readonly webSocket: boolean
  /** With its head sent; ends with the tunnel. */
  readonly response: ServerResponse
  /** Both sockets paused. */
  readonly clientSocket: Socket
  readonly memberSocket: Socket
  /** Longest silence of both. */
  readonly idle: number
}

/**
 * Bytes of another protocol on their way between a client and a member, as fast as the slower one takes them; counted for
 * the member. Whoever leaves ends the other side, after what was sent before has arrived.
 */
export class Tunnel implements Timed {
  readonly member: BalancerMember
  readonly bound: boolean
  readonly #response: ServerResponse
  readonly #client: Socket
  readonly #upstream: Socket
  readonly #idle: number
  readonly #deadlines: Deadlines
  readonly #onClosed: (tunnel: Tunnel) => void
  readonly #frames: Frames | null
  /** The close code to send as soon as a frame may begin; 0: none. */
  #code = 0
  /** The client got our close frame: what the member still sends is not for it. */
  #parted = false
  /** When it is to be over, whatever is said in it. */
  #latest = Infinity
  /** It is about to end. */
  closing = false
  deadline: number
  slot = 0

  constructor (ends: TunnelEnds, deadlines: Deadlines, onClosed: (tunnel: Tunnel) => void) {
    this.member = ends.member
    this.bound = ends.bound
    this.#response = ends.response
    this.#client = ends.clientSocket
    this.#upstream = ends.memberSocket
    this.#idle = ends.idle
    this.#deadlines = deadlines
    this.#onClosed = onClosed
    this.#frames = ends.webSocket ? new Frames() : null
    this.deadline = deadlines.clock() + ends.idle
    deadlines.add(this)
    this.#upstream.on('data', this.#onMemberData).on('drain', () => this.#client.resume())
      .on('end', this.#endClient).on('error', this.#endClient).on('close', this.#endClient).resume()
    this.#client.on('data', this.#onClientData).on('drain', () => this.#upstream.resume())
      .on('end', this.#endMember).on('close', this.#onClientClose).resume()
  }

  /**
   * Ends the tunnel: a WebSocket with a close frame of this code, where a frame ends; anything else at once.
   * @param within milliseconds in which it is to be over
   */
  close (code: number, within: number = Infinity): void {
    this.#limit(within)
    if (this.closing) return
    this.closing = true
    if (this.#frames === null) {
      this.#upstream.end()
      this.#endClient()
      return
    }
    this.#code = code
    if (this.#frames.between) this.#part()
  }

  /** Nobody said anything for too long, or somebody did not close in time. */
  onDeadline (): void {
    this.#client.destroy()
  }

  readonly #onClientData = (bytes: Buffer): void => {
    if (!this.#upstream.writable) return
    transferred(this.member, bytes.length)
    this.#touch()
    if (!this.#upstream.write(bytes)) this.#client.pause()
  }

  readonly #onMemberData = (bytes: Buffer): void => {
    read(this.member, bytes.length)
    this.#touch()
    if (this.#parted) return
    if (this.#code === 0) {
      this.#frames?.follow(bytes)
      this.#tellClient(bytes)
    } else {
      this.#tellClient(bytes.subarray(0, this.#frames!.followToEnd(bytes)))
      if (this.#frames!.between) this.#part()
    }
  }

  #tellClient (bytes: Buffer): void {
    if (this.#client.writable && !this.#client.write(bytes)) this.#upstream.pause()
  }

  /** Says goodbye to the client. Its answer goes to the member, which closes then. */
  #part (): void {
    this.#parted = true
    this.#tellClient(closeFrame(this.#code))
    this.#upstream.resume()
    this.#limit(closingTime)
  }

  #touch (): void {
    this.deadline = Math.min(this.#deadlines.clock() + this.#idle, this.#latest)
  }

  #limit (ms: number): void {
    this.#latest = Math.min(this.#deadlines.clock() + ms, this.#latest)
    this.deadline = Math.min(this.deadline, this.#latest)
  }

  /** The client sends nothing more. One half of a WebSocket is no use to anybody, of other protocols it may be. */
  readonly #endMember = (): void => {
    this.#upstream.end()
    if (this.#frames !== null) this.#limit(closingTime)
  }

  /** The member sends nothing more; the client has time to take what it sent, and then to close. */
  readonly #endClient = (): void => {
    if (this.#client.writableEnded || this.#client.destroyed) return
    this.closing = true
    this.#response.end()
    this.#client.end(() => this.#limit(closingTime))
  }

  readonly #onClientClose = (): void => {
    this.closing = true
    this.#upstream.destroy()
    this.#deadlines.remove(this)
    this.#onClosed(this)
  }
}
