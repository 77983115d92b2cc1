/** Starts our own server from configuration files, as a user does: a process from the command line. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { temporaryDirectory } from './directory.ts'
import { accessLog, errorLogs } from './logs.ts'
import { freePort } from './ports.ts'
import { listening, run } from './process.ts'
import type { Front, Site } from './site.ts'

const command = join(import.meta.dirname, '../../packages/cli/bin/fastify-balancer.js')

/** The command runs what `tsc -b` has built. */
export async function startOurs (t: Test, site: Site): Promise<Front & { readonly pid: number }> {
  const root = await temporaryDirectory(t)
  await mkdir(join(root, 'logs'))
  const port = await freePort()
  const connectTo = Object.entries(site.hosts).flatMap(([host, backend]) => ['--connect-to', `${host}:80:127.0.0.1:${backend}`])
  const program = run(t, process.execPath,
    [command, 'start', await onlyFile(root, site.files), '--listen', `${site.tls === true ? 'https://' : ''}127.0.0.1:${port}`, ...connectTo],
    { ...site.variables, APACHE_LOG_DIR: join(root, 'logs') })
  await listening(program, port)
  const logs = join(root, 'logs')
  return { port, pid: program.child.pid!, end: () => program.end(), errorLog: () => errorLogs(logs), accessLog: () => accessLog(logs) }
}

/** The command takes one file: several become one that includes them. */
async function onlyFile (root: string, files: readonly string[]): Promise<string> {
  const [first, ...more] = files
  if (first !== undefined && more.length === 0) return first
  const file = join(root, 'httpd.conf')
  await writeFile(file, files.map(name => `Include "${name}"\n`).join(''))
  return file
}
