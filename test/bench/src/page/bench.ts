/** What the manager's page costs with many members: its own time, and that of requests which are forwarded meanwhile. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { table } from '../table.ts'

/** How many clients ask at once, each again after a pause of so many milliseconds. */
const clients = 8
const thinking = 5

/**
 * @param members of the balancer
 * @param pages loaded one after the other; once as many are loaded before anything is measured
 */
export async function bench (members: number, pages: number, write: (text: string) => void): Promise<void> {
  const backend = createServer((_request, response) => { response.end('ok') }).listen(0, '127.0.0.1')
  await once(backend, 'listening')
  const front = fork(built('front'), [String(members), String((backend.address() as AddressInfo).port)])
  try {
    const [port] = await once(front, 'message') as [number]
    const url = `http://127.0.0.1:${port}`
    await load(url, pages)
    await latencies(`${url}/one/`, pause(1_000))
    const alone = await latencies(`${url}/one/`, pause(3_000))
    let read: readonly Page[] = []
    const meanwhile = await latencies(`${url}/one/`, load(url, pages).then(loaded => { read = loaded }))
    const times = read.map(({ time }) => time)
    write(table([
      [`page of ${members} members`, 'MB', 'least s', 'median s', 'most s'],
      ['', (read[0]!.bytes / 1e6).toFixed(1), ...[0, 0.5, 1].map(q => (at(times, q) / 1e3).toFixed(2))]
    ]) + '\n' + table([
      ['ms of a forwarded request', 'p50', 'p99', 'most'],
      ['no page is loaded', ...[0.5, 0.99, 1].map(q => at(alone, q).toFixed(1))],
      ['pages are loaded', ...[0.5, 0.99, 1].map(q => at(meanwhile, q).toFixed(1))]
    ]))
  } finally {
    const exit = once(front, 'exit')
    front.disconnect()
    await exit
    backend.close()
    backend.closeAllConnections()
  }
}

interface Page {
  readonly time: number
  readonly bytes: number
}

function built (name: string): string {
  return fileURLToPath(new URL(`../../dist/page/${name}.js`, import.meta.url))
}

async function load (url: string, count: number): Promise<readonly Page[]> {
  const pages: Page[] = []
  const reader = fork(built('reader'), [`${url}/balancer-manager`, String(count)])
  reader.on('message', page => { pages.push(page as Page) })
  await once(reader, 'exit')
  return pages
}

/** How long each request took, in milliseconds, until then. */
async function latencies (url: string, until: Promise<unknown>): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true })
  const times: number[] = []
  const state = { over: false }
  const all = Promise.all(Array.from({ length: clients }, async () => {
    while (!state.over) {
      const start = performance.now()
      await ask(url, agent)
      times.push(performance.now() - start)
      await pause(thinking)
    }
  }))
  await until
  state.over = true
  await all
  agent.destroy()
  return times
}

async function ask (url: string, agent: Agent): Promise<void> {
  const [response] = await once(get(url, { agent }), 'response')
  response.resume()
  await once(response, 'end')
}

function at (values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(Math.floor(q * sorted.length), sorted.length - 1)]!
}
