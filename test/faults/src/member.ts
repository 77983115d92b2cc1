/** A member as a process of its own, and what can happen to it. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

// From src and from dist alike.
const program = fileURLToPath(new URL('../../support/faulty.mjs', import.meta.url))

/** tap makes every process that a test starts measure its coverage. */
const unmeasured = { _TAPJS_PROCESSINFO_COVERAGE_: '0' }

export type Mode = 'well' | 'slow' | 'broken' | 'cut'

export class Member {
  readonly name: string
  readonly port: number
  #child: ChildProcess | null = null
  #exited: Promise<unknown> = Promise.resolve()

  constructor (name: string, port: number) {
    this.name = name
    this.port = port
  }

  /** Resolves when it listens. */
  async start (): Promise<void> {
    this.#child = fork(program, [this.name, String(this.port)], { execArgv: [], env: { ...process.env, ...unmeasured } })
    this.#exited = once(this.#child, 'exit')
    await once(this.#child, 'message')
  }

  /** Ends it without a word; harmless when it has ended. */
  async kill (): Promise<void> {
    this.#child?.kill('SIGKILL')
    await this.#exited
  }

  /** It neither answers nor refuses. */
  freeze (): void {
    this.#child!.kill('SIGSTOP')
  }

  thaw (): void {
    this.#child!.kill('SIGCONT')
  }

  tell (mode: Mode): void {
    this.#child!.send(mode)
  }

  /** Resolves when a member that was cut off listens again. */
  async listen (): Promise<void> {
    const listening = once(this.#child!, 'message')
    this.tell('well')
    await listening
  }
}
