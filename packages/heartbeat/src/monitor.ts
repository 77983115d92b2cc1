/** Hears servers' heartbeats and tells which are lost (mod_heartmonitor). */
import { access, constants } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { BadOptionError } from '@fastify-balancer/balancer'
import type { Balancers, Heartbeats, ServerHeartbeat } from '@fastify-balancer/core'
import { readUdpAddress } from './address.ts'
import { listen } from './listen.ts'
import { facts } from './log.ts'
import type { MonitorLog } from './log.ts'
import { Storage } from './storage.ts'

/** Where heartbeats come from, besides POST requests. */
export interface MonitorOptions {
  /** `HeartbeatListen`: the address and port that datagrams are sent to, a multicast group's or this machine's. Default none. */
  readonly listen?: string
  /** `HeartbeatStorage`: a file that others read or write too. Default none. */
  readonly storage?: string
}

/** In seconds: how often the file is written (mod_heartmonitor). */
const writeEvery = 5

/**
 * To be started once for balancers, however many apps share them.
 * @returns ends it
 * @throws FST_BALANCER_BAD_OPTION for a wrong address, one that cannot be listened to, or a file that cannot be written
 */
export async function startMonitor ({ heartbeats, events }: Pick<Balancers, 'heartbeats' | 'events'>, options: MonitorOptions, log: MonitorLog): Promise<() => Promise<void>> {
  const address = options.listen === undefined ? null : readUdpAddress('listen', options.listen)
  const storage = options.storage === undefined ? null : await openStorage(options.storage, heartbeats)
  const socket = address === null
    ? null
    : await listen(address, heartbeats, log).catch((error: Error) => { throw new BadOptionError(`listen: ${options.listen!}: ${error.message}`) })
  if (socket !== null) log.debug(facts('debug', 'AH02091'), `listens for heartbeats on ${options.listen!}`)
  events.on('heartbeatHeard', tellHeard)
  events.on('heartbeatLost', tellLost)
  const heard = (): void => storage?.heard()
  events.on('heartbeat', heard)

  const tick = createTick(heartbeats, storage, log)
  let work = Promise.resolve()
  const timer = setInterval(() => { work = work.then(() => tick(Date.now())) }, 1_000).unref()

  function tellHeard ({ server }: ServerHeartbeat): void {
    log.info(facts('info'), `${server}: its heartbeat is heard`)
  }

  function tellLost ({ server }: ServerHeartbeat): void {
    log.warn(facts('warn'), `${server}: its heartbeat is lost`)
  }

  return async function stop () {
    clearInterval(timer)
    events.off('heartbeatHeard', tellHeard)
    events.off('heartbeatLost', tellLost)
    events.off('heartbeat', heard)
    if (socket !== null) await new Promise<void>(resolve => socket.close(resolve))
    await work
  }
}

async function openStorage (path: string, heartbeats: Heartbeats): Promise<Storage> {
  const storage = new Storage(path, heartbeats)
  try {
    await access(dirname(resolve(path)), constants.W_OK)
    await storage.read()
    return storage
  } catch (error) {
    throw new BadOptionError(`storage: ${(error as Error).message}`)
  }
}

/**
 * What is to be done every second: tell who is lost, and keep the file.
 * @returns does it at a time in epoch milliseconds
 */
export function createTick (heartbeats: Heartbeats, storage: Storage | null, log: MonitorLog): (now: number) => Promise<void> {
  let seconds = 0
  return async function tick (now) {
    heartbeats.check(now)
    seconds++
    try {
      await storage?.read()
      if (seconds % writeEvery === 0) await storage?.write()
    } catch (err) {
      log.error(facts('error', undefined, err), 'the file of heartbeats cannot be kept')
    }
  }
}
