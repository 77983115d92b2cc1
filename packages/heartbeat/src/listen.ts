/** Hears datagrams (`HeartbeatListen`). */
import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { once } from 'node:events'
import type { Heartbeats } from '@fastify-balancer/core'
import { plainAddress } from './address.ts'
import type { UdpAddress } from './address.ts'
import { facts } from './log.ts'
import type { MonitorLog } from './log.ts'
import { readMessage } from './message.ts'

const required: readonly string[] = ['v', 'ready', 'busy']

/**
 * Other processes may listen to the same address, as they may to httpd's.
 * @returns the socket, which does not keep the process alive
 * @throws what node:dgram throws when it cannot listen there
 */
export async function listen ({ host, port, type, isMulticast }: UdpAddress, heartbeats: Heartbeats, log: MonitorLog): Promise<Socket> {
  const socket = createSocket({ type, reuseAddr: true })
  let isFull = false
  socket.on('message', (bytes, from) => {
    const message = readMessage(bytes, required)
    if (message === null) {
      log.debug(facts('debug', 'AH02088'), `malformed message from ${from.address}`)
      return
    }
    const now = Date.now()
    log.debug(facts('debug', 'AH02086'), `${from.address}:${from.port} busy=${message.busy} ready=${message.ready}`)
    const hadRoom = heartbeats.hear({ ...message, address: plainAddress(from.address) }, now, now)
    // Once, until all find room: a stranger must not fill the log.
    if (!hadRoom && !isFull) log.warn(facts('warn'), `${from.address} is not counted: there are ${heartbeats.maxServers} servers already (HeartbeatMaxServers)`)
    isFull = !hadRoom
  })
  try {
    socket.bind(port, host)
    await once(socket, 'listening')
    if (isMulticast) socket.addMembership(host)
  } catch (error) {
    socket.close()
    throw error
  }
  socket.on('error', error => { log.error(facts('error', undefined, error), 'heartbeats cannot be received') })
  return socket.unref()
}
