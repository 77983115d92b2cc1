/** Measures all proxies under all loads, round after round, each in every round, and says what came of it. */
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configurationFile } from './contenders.ts'
import type { Contender, Site } from './contenders.ts'
import type { Flags } from './flags.ts'
import { smallest } from './loads.ts'
import { cpuPerRequest, memoryPerConnection, settled } from './measure.ts'
import type { Running } from './measure.ts'
import { end, freePort, startHelper, startProxy } from './programs.ts'
import { report, writeDocument } from './report.ts'
import type { Result } from './report.ts'

type Write = (text: string) => void

export async function bench (flags: Flags, write: Write): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'))
  // httpd and nginx leave root behind and still have to get in.
  chmodSync(directory, 0o755)
  const members = await startHelper('backend')
  const ended: Array<() => Promise<void>> = [() => end(members)]
  try {
    const [ports] = await once(members, 'message') as [[number, number]]
    const results: Result[] = []
    for (const contender of flags.contenders) {
      const site: Site = { port: await freePort(), members: ports, directory: mkdtempSync(join(directory, 'proxy-')) }
      chmodSync(site.directory, 0o777)
      const { running, stop } = await start(contender, site)
      ended.push(stop)
      results.push({ contender, running, cpu: flags.loads.map(() => []), memory: 0, perConnection: [] })
    }
    await measureCpu(flags, results, write)
    if (flags.idle > 0) await measureMemory(flags, results, write)
    const text = report(flags, results)
    write(text)
    if (flags.docs !== null) writeDocument(flags.docs, flags, results)
  } finally {
    await Promise.all(ended.map(each => each()))
    rmSync(directory, { recursive: true, force: true })
  }
}

async function start (contender: Contender, site: Site): Promise<{ running: Running, stop: () => Promise<void> }> {
  if (contender.configuration !== undefined) writeFileSync(configurationFile(site), contender.configuration(site))
  const child = await startProxy(contender.command, contender.args(site), site.port)
  return { running: { pid: child.pid!, port: site.port, isNode: contender.isNode }, stop: () => end(child) }
}

async function measureCpu (flags: Flags, results: readonly Result[], write: Write): Promise<void> {
  for (let round = 1; round <= flags.rounds; round++) {
    for (const [i, load] of flags.loads.entries()) {
      write(`round ${round} of ${flags.rounds}: ${load.name}\n`)
      for (const { contender, running, cpu } of results) {
        try {
          cpu[i]!.push(await cpuPerRequest(running, load, flags.duration))
        } catch (error) {
          throw new Error(`${contender.name}, ${load.name}: ${(error as Error).message}`)
        }
      }
    }
  }
}

/** Comes last, as collecting garbage throws away compiled code, too. */
async function measureMemory (flags: Flags, results: readonly Result[], write: Write): Promise<void> {
  for (let round = 1; round <= flags.rounds; round++) {
    write(`round ${round} of ${flags.rounds}: ${flags.idle} idle connections\n`)
    for (const result of results) {
      result.memory = await settled(result.running)
      result.perConnection.push(await memoryPerConnection(result.running, smallest, flags.idle))
    }
  }
}
