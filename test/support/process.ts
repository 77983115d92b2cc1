/** Runs a program beside a test and ends it by its own process id. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'

export interface Program {
  readonly child: ChildProcess
  /** What it has written so far to stdout and stderr, in the order of arrival. */
  output (): string
  /** Its exit code once it has ended; null: a signal ended it. */
  readonly ended: Promise<number | null>
  /** Ends it and waits for that; harmless when it has ended. */
  end (signal?: NodeJS.Signals): Promise<void>
}

/** tap makes every process that a test starts measure its coverage; a server under load must not be slowed by that. */
const unmeasured = { _TAPJS_PROCESSINFO_COVERAGE_: '0' }

/** Starts a program, which ends with the test at the latest. */
export function run (t: Test, command: string, args: string[], env: Record<string, string> = {}): Program {
  const child = spawn(command, args, { env: { ...process.env, ...unmeasured, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: Buffer[] = []
  child.stdout?.on('data', chunk => chunks.push(chunk))
  child.stderr?.on('data', chunk => chunks.push(chunk))
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code => resolve(code))
  })
  const program: Program = {
    child,
    ended,
    output: () => Buffer.concat(chunks).toString(),
    async end (signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await ended
    }
  }
  t.teardown(() => program.end())
  return program
}

/**
 * Waits until the program accepts connections.
 * @throws with its output when it ends before
 */
export async function listening (program: Program, port: number): Promise<void> {
  let exited = false
  program.ended.then(() => { exited = true }, () => { exited = true })
  while (!await accepts(port)) {
    if (exited) throw new Error(`${program.child.spawnargs.join(' ')} ended before it listened:\n${program.output()}`)
    await pause(20)
  }
}

async function accepts (port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
