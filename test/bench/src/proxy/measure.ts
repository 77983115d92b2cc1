/** Measures one proxy under one load. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Order, Told } from './client.ts'
import type { Load } from './loads.ts'
import { end, startHelper } from './programs.ts'
import { cpuTime, family, memory } from './usage.ts'

/** A proxy that runs. */
export interface Running {
  readonly pid: number
  readonly port: number
  readonly isNode: boolean
}

/** CPU microseconds per request of the proxy, once it is warm. */
export async function cpuPerRequest ({ pid, port }: Running, { request, connections }: Load, duration: number): Promise<number> {
  return withClient(async client => {
    tell(client, { ask: request.toString('base64'), port, connections })
    await pause(duration / 2)
    const [answers, time] = [await count(client), cpuTime(pid)]
    await pause(duration)
    const [more, later] = [await count(client), cpuTime(pid)]
    if (more === answers) throw new Error('nothing was answered')
    return (later - time) / 1e3 / (more - answers)
  })
}

/** Bytes of memory per connection that rests after one request. */
export async function memoryPerConnection (running: Running, { request }: Load, connections: number): Promise<number> {
  return withClient(async client => {
    const before = await settled(running)
    tell(client, { rest: connections, port: running.port, request: request.toString('base64') })
    await hear(client)
    return (await settled(running) - before) / connections
  })
}

/** Its memory in bytes when nothing happens and no garbage is left. */
export async function settled ({ pid, isNode }: Running): Promise<number> {
  for (let i = 0; i < 2; i++) {
    if (isNode) for (const each of family(pid)) process.kill(each, 'SIGWINCH')
    await pause(250)
  }
  return memory(pid)
}

async function withClient<T> (use: (client: ChildProcess) => Promise<T>): Promise<T> {
  const client = await startHelper('client')
  try {
    const result = await use(client)
    tell(client, 'stop')
    await hear(client)
    return result
  } finally {
    await end(client)
  }
}

async function count (client: ChildProcess): Promise<number> {
  tell(client, 'count')
  return hear(client)
}

function tell (client: ChildProcess, order: Order): void {
  client.send(order)
}

async function hear (client: ChildProcess): Promise<number> {
  const [told] = await once(client, 'message') as [Told]
  if ('error' in told) throw new Error(told.error)
  return told.answers
}
