/** What a worker does as its primary tells it. */
import type { ServerHeartbeat } from '@fastify-balancer/core'
import type { ProcessFigures, ProcessMetrics } from '@fastify-balancer/status'
import { keepRecords, keptElsewhere } from '@fastify-balancer/manager'
import { createBalancers } from './balancers.ts'
import type { Io } from './io.ts'
import { loadLbMethods } from './lbmethods.ts'
import { explain } from './refusal.ts'
import { serve } from './serve.ts'
import type { ServingHere } from './serve.ts'
import { shareChanges } from './share-changes.ts'
import { shareHeartbeats } from './share-heartbeats.ts'
import { createQuestions } from './share-figures.ts'
import type { SharedChange } from './share-changes.ts'
import type { ToPrimary, ToWorker } from './worker-messages.ts'

/** The worker's end of the channel to its primary; `process` is one. */
export interface Channel {
  on (event: 'message', listener: (message: ToWorker) => void): unknown
  send? (message: ToPrimary): unknown
}

export function work (primary: Channel, io: Io): void {
  let serving: Promise<ServingHere | null> | null = null
  // Changes told before there is something to serve are among those that come with it.
  let apply: (change: SharedChange) => void = () => {}
  let hear: (heartbeat: ServerHeartbeat) => void = () => {}
  const stop = io.onStop(async () => {
    await (await serving)?.close()
  })
  // Signals to all processes at once reach this one as well.
  io.onRotate(reopenLogs)
  const tell = (message: ToPrimary): void => { primary.send!(message) }
  const figures = createQuestions<ProcessFigures>(id => { tell({ type: 'figures?', id }) })
  const metrics = createQuestions<ProcessMetrics>(id => { tell({ type: 'metrics?', id }) })

  async function begin ({ options, seed, changes, heartbeats }: ToWorker & { type: 'serve' }): Promise<ServingHere | null> {
    // Changes told while modules are loaded wait for the balancers.
    const pending = [...changes]
    apply = change => { pending.push(change) }
    try {
      const balancers = createBalancers(options.configuration, await loadLbMethods(options.configuration), seed)
      // Before what was changed is done again: what they are now is their configuration.
      keepRecords(balancers)
      if (options.configuration.balancerPersist !== null) keptElsewhere(balancers)
      apply = shareChanges(balancers, change => { tell({ type: 'change', change }) })
      hear = shareHeartbeats(balancers, heartbeat => { tell({ type: 'heartbeat', heartbeat }) })
      heartbeats.forEach(hear)
      pending.forEach(applyOrSay)
      const serving = await serve(options, balancers, io, { figures: figures.ask, metrics: metrics.ask })
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

  async function reopenLogs (): Promise<void> {
    (await serving)?.reopenLogs()
  }

  async function tellFigures (id: number): Promise<void> {
    const figures = (await serving)!.figures()!
    tell({ type: 'figures', id, figures })
  }

  async function tellMetrics (id: number): Promise<void> {
    tell({ type: 'metrics', id, metrics: (await (await serving)!.metrics())! })
  }

  primary.on('message', message => {
    if (message.type === 'serve') serving = begin(message)
    else if (message.type === 'change') applyOrSay(message.change)
    else if (message.type === 'heartbeat') hear(message.heartbeat)
    else if (message.type === 'figures') figures.answer(message.id, message.figures)
    else if (message.type === 'reopenLogs') reopenLogs()
    else if (message.type === 'figures?') tellFigures(message.id)
    else if (message.type === 'metrics') metrics.answer(message.id, message.metrics)
    else if (message.type === 'metrics?') tellMetrics(message.id)
    else stop()
  })
  tell({ type: 'listening' })
}
