/** Starts and ends the programs of the bench, the proxy on one core and all others on another. */
import { fork, spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0

/** Where the proxies run; what surrounds them runs on the other cores. */
const proxyCore = '0'
const otherCores = `1-${availableParallelism() - 1}`

/** A program of this bench, as `tsc -b` has built it. */
export function builtFile (name: string): string {
  return fileURLToPath(new URL(`../../dist/proxy/${name}.js`, import.meta.url))
}

/** A module of this bench with a channel to it, away from the proxies. */
export async function startHelper (name: string): Promise<ChildProcess> {
  const child = fork(builtFile(name))
  if (canPin) spawnSync('taskset', ['-acp', otherCores, String(child.pid)])
  return child
}

/**
 * Starts a proxy and waits until it listens.
 * @throws with what it wrote to stderr, when it does not
 */
export async function startProxy (command: string, args: readonly string[], port: number): Promise<ChildProcess> {
  const [program, rest] = canPin ? ['taskset', ['-c', proxyCore, command, ...args]] as const : [command, args] as const
  const child = spawn(program, rest, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: `--import=${builtFile('collect')}`, GOMAXPROCS: '1' }
  })
  let complaint = ''
  child.stderr.on('data', chunk => { complaint += chunk })
  for (const end = Date.now() + 20_000; !await accepts(port);) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`${command} does not listen on port ${port}: ${complaint}`)
    await pause(20)
  }
  return child
}

export async function end (child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  if (child.connected) child.disconnect()
  else child.kill()
  await exit
}

export async function freePort (): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function accepts (port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
