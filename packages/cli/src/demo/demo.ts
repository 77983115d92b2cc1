/** The demo: two APIs and the balancer in front of them, on this machine. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatAddress } from '../address.ts'
import { andThen } from '../and-then.ts'
import type { StartArguments } from '../arguments.ts'
import type { Io } from '../io.ts'
import { demoFile, modulePath } from '../package.ts'
import type { Serving } from '../serve.ts'
import { startFile } from '../start.ts'
import { startApi } from './api-process.ts'
import type { ApiProcess } from './api-process.ts'

const apis = ['api1', 'api2']

/** @throws Refusal */
export async function startDemo (args: StartArguments, io: Io): Promise<Serving> {
  const logs = await mkdtemp(join(tmpdir(), 'fastify-balancer-'))
  const processes: ApiProcess[] = []
  const begin = async (): Promise<Serving> => {
    for (const name of apis) processes.push(await startApi(name, modulePath('./demo/api-server')))
    const serving = await startFile(demoFile, {
      ...args,
      connectTo: [...processes.map(({ name, port }) => `${name}.local:80:127.0.0.1:${port}`), ...args.connectTo],
      define: { APACHE_LOG_DIR: logs, ...args.define }
    }, io)
    io.stdout.write(describe(`http://${formatAddress(serving.addresses[0]!)}`, processes, logs))
    return serving
  }
  return andThen(begin(), async () => {
    await Promise.all(processes.map(each => each.close()))
    await rm(logs, { recursive: true })
  })
}

function describe (url: string, processes: readonly ApiProcess[], logs: string): string {
  const cells = processes.map(({ name, port }) => `    http://${name}.local   process at 127.0.0.1:${port}\n`).join('')
  return `
  The API          ${url}/api/
  Balancer manager ${url}/balancer-manager
  Configuration    ${demoFile}
  Logs             ${logs}
  Members
${cells}
  Try, with a cookie jar, so that the second answer comes from the same server and counts one visit more:
    curl -c jar -b jar ${url}/api/
    curl -c jar -b jar ${url}/api/
    curl ${url}/balancer-manager

  Ctrl-C ends it all.
`
}
