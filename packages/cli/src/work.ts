/** What a worker does as its primary tells it. */
import { createBalancers } from './balancers.ts'
import type { Io } from './io.ts'
import { loadLbMethods } from './lbmethods.ts'
import { explain } from './refusal.ts'
import { serve } from './serve.ts'
import type { Serving } from './serve.ts'
import { shareChanges } from './share-changes.ts'
import type { SharedChange } from './share-changes.ts'
import type { ToPrimary, ToWorker } from './worker-messages.ts'

/** The worker's end of the channel to its primary; `process` is one. */
export interface Channel {
  on (event: 'message', listener: (message: ToWorker) => void): unknown
  send? (message: ToPrimary): unknown
}

export function work (primary: Channel, io: Io): void {
  let serving: Promise<Serving | null> | null = null
  // Changes told before there is something to serve are among those that come with it.
  let apply: (change: SharedChange) => void = () => {}
  const stop = io.onStop(async () => {
    await (await serving)?.close()
  })
  const tell = (message: ToPrimary): void => { primary.send!(message) }

  async function begin ({ options, seed, changes }: ToWorker & { type: 'serve' }): Promise<Serving | null> {
    // Changes told while modules are loaded wait for the balancers.
    const pending = [...changes]
    apply = change => { pending.push(change) }
    try {
      const balancers = createBalancers(options.configuration, await loadLbMethods(options.configuration), seed)
      apply = shareChanges(balancers, change => { tell({ type: 'change', change }) })
      pending.forEach(applyOrSay)
      const serving = await serve(options, balancers, io)
      tell({ type: 'serving', addresses: serving.addresses })
      return serving
    } catch (error) {
      tell({ type: 'refused', reason: explain(error) })
      stop()
      return null
    }
  }

  function applyOrSay (change: SharedChange): void {
    try {
      apply(change)
    } catch (error) {
      io.stderr.write(`a change by ${change.by} does not fit worker ${process.pid}: ${explain(error)}\n`)
    }
  }

  primary.on('message', message => {
    if (message.type === 'serve') serving = begin(message)
    else if (message.type === 'change') applyOrSay(message.change)
    else stop()
  })
  tell({ type: 'listening' })
}
