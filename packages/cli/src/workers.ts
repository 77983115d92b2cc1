/** Serves a configuration from several processes (`--workers`). */
import cluster from 'node:cluster'
import type { Worker } from 'node:cluster'
import { once } from 'node:events'
import type { Address, Configuration } from '@fastify-balancer/conf'
import { Balancers } from '@fastify-balancer/core'
import type { ProcessFigures, ProcessMetrics } from '@fastify-balancer/status'
import { createBackOff } from './back-off.ts'
import { startHeartbeats } from './heartbeats.ts'
import type { Heartbeating } from './heartbeats.ts'
import type { Io } from './io.ts'
import { createErrorLog } from './log/error-log.ts'
import type { LogWriter } from './log/log-file.ts'
import { LogFiles } from './log/log-files.ts'
import { modulePath } from './package.ts'
import { placeOf } from './places.ts'
import { Refusal } from './refusal.ts'
import type { ServeOptions, Serving } from './serve.ts'
import type { SharedChange } from './share-changes.ts'
import { createGathering } from './share-figures.ts'
import type { ToPrimary, ToWorker } from './worker-messages.ts'

/** Where changes are kept beside the workers. */
export interface ChangeRecord {
  readonly changes: readonly SharedChange[]
  readonly apply: (change: SharedChange) => void
}

/**
 * Starts the workers and starts anew those that die.
 * @param seed what all workers make the same nonces of
 * @param record the changes of an earlier start, and who hears of those to come
 * @throws Refusal of the first worker that cannot serve; no worker is left then
 */
export async function serveFromWorkers (count: number, options: ServeOptions, seed: string, io: Pick<Io, 'stderr'>, record: ChangeRecord = { changes: [], apply: () => {} }): Promise<Serving> {
  // The advanced serialization carries the regular expressions of ProxyPassMatch.
  cluster.setupPrimary({ exec: modulePath('./worker'), args: [], serialization: 'advanced' })
  cluster.schedulingPolicy = cluster.SCHED_NONE
  const changes: SharedChange[] = [...record.changes]
  const { configuration } = options
  // Only for what is heard: elections are the workers'.
  const { heartbeats, events } = new Balancers(String)
  heartbeats.maxServers = configuration.heartbeat.maxServers
  const files = new LogFiles(io.stderr)
  const workers = new Set<Worker>()
  /** Those that have said that they serve. */
  const serving = new Set<Worker>()
  const figures = createGathering<Worker, ProcessFigures>((worker, id) => { tell(worker, { type: 'figures?', id }) })
  const metrics = createGathering<Worker, ProcessMetrics>((worker, id) => { tell(worker, { type: 'metrics?', id }) })
  const restarts = new Set<NodeJS.Timeout>()
  const backOff = createBackOff(Date.now)
  let heartbeating: Heartbeating | null = null
  let closing = false

  function launch (): Promise<readonly Address[]> {
    const worker = cluster.fork()
    workers.add(worker)
    return new Promise((resolve, reject) => {
      worker.on('message', (message: ToPrimary) => {
        if (message.type === 'listening') {
          tell(worker, closing ? { type: 'close' } : { type: 'serve', options, seed, changes, heartbeats: [...heartbeats] })
        } else if (message.type === 'serving') {
          serving.add(worker)
          worker.once('exit', (code, signal) => { restart(`worker ${worker.process.pid} ended with ${signal ?? code}`) })
          resolve(message.addresses)
        } else if (message.type === 'refused') {
          reject(new Refusal(message.reason))
        } else if (message.type === 'heartbeat') {
          heartbeats.hear(message.heartbeat, message.heartbeat.at, Date.now())
        } else if (message.type === 'figures?') {
          figures.gather(serving).then(figures => { tell(worker, { type: 'figures', id: message.id, figures }) })
        } else if (message.type === 'figures') {
          figures.hear(worker, message.id, message.figures)
        } else if (message.type === 'metrics?') {
          metrics.gather(serving).then(metrics => { tell(worker, { type: 'metrics', id: message.id, metrics }) })
        } else if (message.type === 'metrics') {
          metrics.hear(worker, message.id, message.metrics)
        } else {
          changes.push(message.change)
          record.apply(message.change)
          for (const other of workers) if (other !== worker) tell(other, message)
        }
      })
      worker.once('exit', (code, signal) => {
        workers.delete(worker)
        serving.delete(worker)
        // Of no effect on a worker that has served or refused.
        reject(new Refusal(`worker ${worker.process.pid} ended with ${signal ?? code} before it served`))
      })
    })
  }

  function restart (cause: string): void {
    if (closing) return
    const pause = backOff()
    io.stderr.write(`${cause}; another worker starts in ${pause} ms\n`)
    const timer = setTimeout(() => {
      restarts.delete(timer)
      launch().catch((error: Error) => { restart(error.message) })
    }, pause)
    restarts.add(timer)
  }

  async function busy (): Promise<number> {
    return (await figures.gather(serving)).reduce((sum, { busy }) => sum + busy, 0)
  }

  async function close (): Promise<void> {
    closing = true
    await heartbeating?.stop()
    for (const timer of restarts) clearTimeout(timer)
    await Promise.all([...workers].map(async worker => {
      tell(worker, { type: 'close' })
      await once(worker, 'exit')
    }))
    await files.close()
  }

  function reopenLogs (): void {
    files.reopen()
    for (const worker of serving) tell(worker, { type: 'reopenLogs' })
  }

  events.on('heartbeat', heartbeat => {
    for (const worker of workers) tell(worker, { type: 'heartbeat', heartbeat })
  })
  try {
    heartbeating = await startHeartbeats(configuration, { heartbeats, events }, busy, openErrorLog(configuration, files, io.stderr))
    const [addresses] = await Promise.all(Array.from({ length: count }, launch))
    heartbeating.beat()
    return { addresses: addresses!, close, reopenLogs }
  } catch (error) {
    await close()
    throw error
  }
}

/** The main server's. */
function openErrorLog (configuration: Configuration, files: LogFiles, stderr: LogWriter): ReturnType<typeof createErrorLog> {
  const { errorLog, logLevel } = configuration.main
  return createErrorLog(logLevel, errorLog === null ? stderr : files.open(errorLog, placeOf(configuration, 'ErrorLog', null), 'ErrorLog'))
}

/** A worker may end while something is said to it; its exit says the rest. */
function tell (worker: Worker, message: ToWorker): void {
  worker.send(message, () => {})
}
