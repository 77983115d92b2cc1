/** Sends heartbeats (`HeartbeatAddress`). */
import { createSocket } from 'node:dgram'
import type { FastifyBaseLogger } from 'fastify'
import type { UdpAddress } from './address.ts'
import { readUdpAddress } from './address.ts'
import { formatMessage } from './message.ts'
import type { Message } from './message.ts'

/** In milliseconds, as mod_heartbeat does. */
const every = 1_000

const module = 'heartbeat'

/** Where to, and what about. */
export interface Beating {
  /** To be called once the server listens. */
  readonly start: () => void
  /** Says at once that no more requests are wanted, and falls silent. */
  readonly stop: () => Promise<void>
}

/**
 * One datagram a second, which keeps no process alive.
 * @param to `address:port`
 * @param tell what there is to say just then
 * @throws FST_BALANCER_BAD_OPTION
 */
export function beat (to: string, tell: () => Message | Promise<Message>, log: Pick<FastifyBaseLogger, 'warn'>): Beating {
  const address: UdpAddress = readUdpAddress('address', to)
  let stopBeating: (() => Promise<void>) | null = null

  function start (): void {
    const socket = createSocket(address.type).unref()
    let isHeard = true
    const send = async (change: Partial<Message> = {}): Promise<void> => {
      const text = formatMessage({ ...await tell(), ...change })
      await new Promise<void>(resolve => {
        socket.send(text, address.port, address.host, error => {
          // Once, until it goes again.
          if (error !== null && isHeard) log.warn({ module, httpdLevel: 'warn', err: error }, `no heartbeat gets to ${to}`)
          isHeard = error === null
          resolve()
        })
      })
    }
    let last = send()
    const timer = setInterval(() => { last = send() }, every).unref()
    stopBeating = async () => {
      clearInterval(timer)
      await last
      await send({ ready: 0 })
      await new Promise<void>(resolve => socket.close(resolve))
    }
  }

  return { start, stop: async () => stopBeating?.() }
}
