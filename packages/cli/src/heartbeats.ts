/** Hears heartbeats and sends them, once for all processes of a server. */
import type { Configuration } from '@fastify-balancer/conf'
import type { Balancers } from '@fastify-balancer/core'
import { beat, startMonitor } from '@fastify-balancer/heartbeat'
import type { FastifyBaseLogger } from 'fastify'
import { formatPlace } from './log/log-files.ts'
import { placeOf } from './places.ts'
import { Refusal } from './refusal.ts'

export interface Heartbeating {
  /** To be called once the server listens. */
  readonly beat: () => void
  readonly stop: () => Promise<void>
}

const directives: Readonly<Record<string, string>> = { listen: 'HeartbeatListen', address: 'HeartbeatAddress', storage: 'HeartbeatStorage' }

/**
 * What this server says of itself goes by `MaxRequestWorkers`, as in httpd.
 * @param busy how many requests are in flight in all processes
 * @throws Refusal with the place in the file
 */
export async function startHeartbeats (configuration: Pick<Configuration, 'heartbeat' | 'maxRequestWorkers' | 'report'>, balancers: Pick<Balancers, 'heartbeats' | 'events'>, busy: () => number | Promise<number>, log: FastifyBaseLogger): Promise<Heartbeating> {
  const { heartbeat: { listen, address, storage }, maxRequestWorkers } = configuration
  try {
    const beating = address === null ? null : beat(address, async () => messageOf(await busy(), maxRequestWorkers), log)
    const stopMonitor = await startMonitor(balancers, {
      ...(listen === null ? {} : { listen }),
      ...(storage === null ? {} : { storage })
    }, log)
    return {
      beat: () => beating?.start(),
      async stop () {
        await beating?.stop()
        await stopMonitor()
      }
    }
  } catch (error) {
    const [, option = '', reason = ''] = /^(\w+):? (.*)$/.exec((error as Error).message) ?? []
    const directive = directives[option]!
    throw new Refusal(`${formatPlace(placeOf(configuration, directive, null), directive)}${reason}`)
  }
}

function messageOf (busy: number, places: number): ReturnType<Parameters<typeof beat>[1]> {
  return { busy, ready: Math.max(places - busy, 0), port: null }
}
