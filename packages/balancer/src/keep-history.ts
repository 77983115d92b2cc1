import { History } from '@fastify-balancer/core'
import type { Balancers } from '@fastify-balancer/core'

interface Kept {
  readonly history: History
  readonly timer: NodeJS.Timeout
  users: number
}

const kept = new WeakMap<Balancers, Kept>()

/** A history that somebody needs; `release` says that he does not any more. */
export interface KeptHistory {
  readonly history: History
  readonly release: () => void
}

/**
 * The history of all these balancers, one for all who ask: recorded from when the first one asks until the last releases
 * it. Meanwhile drains are followed, too.
 */
export function keepHistory (balancers: Balancers): KeptHistory {
  const shared = kept.get(balancers) ?? begin(balancers)
  shared.users++
  let isHeld = true
  return {
    history: shared.history,
    release () {
      if (isHeld) shared.users--
      isHeld = false
      if (shared.users > 0) return
      clearInterval(shared.timer)
      kept.delete(balancers)
    }
  }
}

function begin (balancers: Balancers): Kept {
  const history = new History(balancers)
  const sample = (): void => {
    goOn(history.sampling())
    balancers.drains.sample(Date.now())
  }
  sample()
  const shared = { history, timer: setInterval(sample, history.interval).unref(), users: 0 }
  kept.set(balancers, shared)
  return shared
}

/** Requests get their turn between the slices. */
function goOn (slices: Iterator<void>): void {
  if (slices.next().done !== true) setImmediate(goOn, slices)
}
