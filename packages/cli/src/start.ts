/** `fastify-balancer start`: serves a file until the process shall end. */
import { randomUUID } from 'node:crypto'
import { formatAddress } from './address.ts'
import { andThen } from './and-then.ts'
import type { StartArguments } from './arguments.ts'
import { createBalancers } from './balancers.ts'
import { startDemo } from './demo/demo.ts'
import type { Io } from './io.ts'
import { persist } from './persist.ts'
import { version } from './package.ts'
import { writePidFile } from './pid-file.ts'
import { readFile } from './read-file.ts'
import { loadLbMethods } from './lbmethods.ts'
import { serve } from './serve.ts'
import type { ServeOptions, Serving } from './serve.ts'
import { shareChanges } from './share-changes.ts'
import { serveFromWorkers } from './workers.ts'

/** @throws Refusal, FST_BALANCER_CONF */
export async function start (args: StartArguments, io: Io): Promise<Serving> {
  return args.file === null ? startDemo(args, io) : startFile(args.file, args, io)
}

/** @throws Refusal, FST_BALANCER_CONF */
export async function startFile (file: string, args: StartArguments, io: Io): Promise<Serving> {
  const configuration = readFile(file, args.define, io)
  const options = { configuration, listen: args.listen, connectTo: args.connectTo, processes: args.workers }
  const seed = randomUUID()
  const serving = args.workers === 1 ? await serveFromHere(options, seed, io) : await serveFromOthers(args.workers, options, seed, io)
  try {
    const removePidFile = writePidFile(configuration)
    io.stdout.write(`fastify-balancer ${version} serves ${file} on ${serving.addresses.map(formatAddress).join(', ')}\n`)
    return {
      ...serving,
      async close () {
        await serving.close()
        removePidFile()
      }
    }
  } catch (error) {
    await serving.close()
    throw error
  }
}

async function serveFromHere (options: ServeOptions, seed: string, io: Io): Promise<Serving> {
  const { configuration } = options
  const balancers = createBalancers(configuration, await loadLbMethods(configuration), seed)
  const { close } = await persist(configuration, balancers, io)
  return andThen(serve(options, balancers, io), close)
}

/** Without `BalancerPersist` this process needs no balancers. */
async function serveFromOthers (count: number, options: ServeOptions, seed: string, io: Io): Promise<Serving> {
  const { configuration } = options
  if (configuration.balancerPersist === null) return serveFromWorkers(count, options, seed, io)
  const balancers = createBalancers(configuration, await loadLbMethods(configuration), seed)
  const { changes, configuration: kept, close } = await persist(configuration, balancers, io)
  const apply = shareChanges(balancers, () => {})
  return andThen(serveFromWorkers(count, { ...options, configuration: kept }, seed, io, { changes, apply }), close)
}
