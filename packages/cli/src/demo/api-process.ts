/** Runs one API of the demo in a process of its own. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Refusal } from '../refusal.ts'

export interface ApiProcess {
  readonly name: string
  readonly port: number
  /** Resolves when the process has ended. */
  readonly close: () => Promise<void>
}

/**
 * @param module what the process runs: `api-server`
 * @throws Refusal
 */
export async function startApi (name: string, module: string): Promise<ApiProcess> {
  const child = fork(module, [name])
  const exit = once(child, 'exit')
  const [message] = await Promise.race([once(child, 'message'), exit.then(() => [])]) as Array<{ port: number }>
  if (message === undefined) throw new Refusal(`the demo's ${name} did not start`)
  return {
    name,
    port: message.port,
    async close () {
      if (child.connected) child.disconnect()
      await exit
    }
  }
}
