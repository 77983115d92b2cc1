/** Serves a configuration from this process. */
import type { Address, Configuration, Handler, ServerDefinition } from '@fastify-balancer/conf'
import type { Balancers } from '@fastify-balancer/core'
import { Activity, createMetricsRegistry, takeFigures } from '@fastify-balancer/status'
import type { ProcessFigures, ProcessMetrics } from '@fastify-balancer/status'
import { formatAddress } from './address.ts'
import type { ListenAddress } from './address.ts'
import { alertsOptions } from './alerts.ts'
import { createApp } from './app.ts'
import type { App, Shared } from './app.ts'
import type { Io } from './io.ts'
import { createContexts } from './front/contexts.ts'
import { createDoors } from './front/doors.ts'
import { startHeartbeats } from './heartbeats.ts'
import type { Heartbeating } from './heartbeats.ts'
import { listen } from './listen.ts'
import type { Listener } from './listen.ts'
import { LogFiles } from './log/log-files.ts'
import { placeOf } from './places.ts'
import { Refusal } from './refusal.ts'

/** What to serve; plain data, so that it can be sent to other processes. */
export interface ServeOptions {
  readonly configuration: Configuration
  /** Replaces the addresses of the configuration; empty: those. */
  readonly listen: readonly ListenAddress[]
  readonly connectTo: readonly string[]
  /** How many processes serve this. Default 1. */
  readonly processes?: number
}

export interface Serving {
  /** Where it listens, with the ports that were given for 0. */
  readonly addresses: readonly Address[]
  /** Resolves when the requests in flight are answered and the logs are written. */
  readonly close: () => Promise<void>
  /** Goes on in new log files, when the old ones have been moved away. */
  readonly reopenLogs: () => void
}

export interface ServingHere extends Serving {
  /** What this process does; null: nobody wants to know. */
  readonly figures: () => ProcessFigures | null
  /** null: no balancer-metrics wants to know. */
  readonly metrics: () => Promise<ProcessMetrics | null>
}

/** Asks all processes that serve the same. */
export interface Ask {
  readonly figures: () => Promise<readonly ProcessFigures[]>
  readonly metrics: () => Promise<readonly ProcessMetrics[]>
}

/**
 * @param ask left out: there is only this process, which hears and sends heartbeats then
 * @throws Refusal; nothing is left open then
 */
export async function serve (options: ServeOptions, balancers: Balancers, io: Pick<Io, 'stderr'>, ask?: Ask): Promise<ServingHere> {
  const { configuration, connectTo } = options
  const servers = [configuration.main, ...configuration.virtualHosts]
  const addresses = listenAddresses(options)
  const contexts = createContexts(servers)
  const files = new LogFiles(io.stderr)
  const activity = has(servers, 'server-status') || configuration.heartbeat.address !== null ? createActivity(options) : null
  const registry = has(servers, 'balancer-metrics') ? createMetricsRegistry() : null
  const apps: App[] = []
  const listeners: Listener[] = []
  let heartbeats: Heartbeating | null = null
  const close = async (): Promise<void> => {
    await heartbeats?.stop()
    await Promise.all([...listeners.map(listener => listener.close()), ...apps.map(app => app.fastify.upgrades.close())])
    await Promise.all(apps.map(app => app.fastify.close()))
    for (const app of apps) app.accessLogger?.close()
    await files.close()
  }
  const shared: Shared = {
    balancers,
    connectTo,
    alerts: alertsOptions(configuration.alerts),
    files,
    status: activity === null ? null : { activity, ...(ask === undefined ? {} : { processes: ask.figures }) },
    metrics: registry === null ? null : { registry, ...(ask === undefined ? {} : { processes: ask.metrics }) },
    stderr: io.stderr,
    placeOf: (directive, server) => placeOf(configuration, directive, server.place)
  }
  try {
    for (const server of servers) apps.push(await createApp(server, shared))
    balancers.heartbeats.maxServers = configuration.heartbeat.maxServers
    if (ask === undefined) heartbeats = await startHeartbeats(configuration, balancers, () => activity!.busy, apps[0]!.fastify.log)
    const doors = createDoors(apps, contexts, options.listen.length > 0)
    for (const address of addresses) {
      const { findServer, front } = doors(address)
      listeners.push(await listen(address, configuration, findServer, front, apps, activity))
    }
  } catch (error) {
    await close()
    throw error
  }
  heartbeats?.beat()
  return {
    addresses: listeners.map(listener => listener.address),
    close,
    reopenLogs: () => { files.reopen() },
    figures: () => activity === null ? null : takeFigures(activity, balancers),
    metrics: async () => registry === null ? null : registry.getMetricsAsJSON()
  }
}

function has (servers: readonly ServerDefinition[], wanted: Handler): boolean {
  return servers.some(({ locations }) => locations.some(({ handler }) => handler === wanted))
}

/** The places are those of all processes together. */
function createActivity ({ configuration: { maxRequestWorkers, extendedStatus }, processes = 1 }: ServeOptions): Activity {
  return new Activity(Math.ceil(maxRequestWorkers / processes), extendedStatus)
}

/** `--listen`, else `Listen`, else the ports of the virtual hosts; each once. */
function listenAddresses ({ configuration, listen }: ServeOptions): readonly ListenAddress[] {
  const ofHosts = configuration.virtualHosts.flatMap(host => host.addresses).filter(address => address.port !== null) as Address[]
  const [wanted = []]: ReadonlyArray<readonly ListenAddress[]> = [listen, configuration.listen, ofHosts].filter(addresses => addresses.length > 0)
  if (wanted.length === 0) throw new Refusal('nothing to listen on: the file has neither Listen nor a <VirtualHost> with a port; say --listen 127.0.0.1:8080')
  return [...new Map(wanted.map(address => [`${address.tls} ${formatAddress(address)}`, address])).values()]
}
