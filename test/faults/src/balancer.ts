/** Our balancer as a user starts it: a process from the command line, with a configuration file. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Member } from './member.ts'

const command = fileURLToPath(new URL('../../../packages/cli/bin/fastify-balancer.js', import.meta.url))
const file = fileURLToPath(new URL('../../fixtures/faults/httpd.conf', import.meta.url))
const unmeasured = { _TAPJS_PROCESSINFO_COVERAGE_: '0' }

/** How a member stands: whether it may be elected, and how often it was. */
export interface Standing {
  readonly usable: boolean
  readonly elected: number
}

export class BalancerProcess {
  readonly port: number
  readonly #child: ChildProcess
  readonly #exited: Promise<unknown>

  constructor (port: number, members: readonly Member[], logs: string) {
    this.port = port
    const connectTo = members.flatMap(({ name, port }) => ['--connect-to', `${name}.local:80:127.0.0.1:${port}`])
    this.#child = spawn(process.execPath, [command, 'start', file, '--listen', `127.0.0.1:${port}`, ...connectTo], {
      stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...unmeasured, APACHE_LOG_DIR: logs }
    })
    this.#exited = once(this.#child, 'exit')
  }

  /** Resolves when it shows its members, or has ended: then it says why on stderr. */
  async ready (): Promise<void> {
    while (this.#child.exitCode === null && (await this.look().catch(() => [])).length === 0) await pause(50)
  }

  /** Its members as its manager shows them to programs. */
  async look (): Promise<Standing[]> {
    const response = await fetch(`http://127.0.0.1:${this.port}/balancer-manager?xml=1`, { headers: { referer: `http://127.0.0.1:${this.port}/` } })
    const xml = await response.text()
    return [...xml.matchAll(/<httpd:worker>.*?<\/httpd:worker>/gs)].map(([worker]) => ({
      usable: /<httpd:status>[^<]*Ok/.test(worker),
      elected: Number(/<httpd:elected>(\d+)/.exec(worker)?.[1])
    }))
  }

  async end (): Promise<void> {
    this.#child.kill()
    await this.#exited
  }
}
