import type { Front } from './front.ts'

/** How balancers learn how many requests their members really have in flight, from all balancers. */
export interface View {
  /** How long, in milliseconds and above 0, a balancer goes by what it learnt and by its own requests since. */
  readonly age: number
  /** Each learns at a time of its own; else all learn at once, as from one broadcast. */
  readonly inTurn: boolean
}

/**
 * Shows the fronts what is in flight whenever it is time to.
 * @returns to be called with the time, in milliseconds, before each election
 */
export function createView ({ age, inTurn }: View, fronts: readonly Front[], inFlight: Int32Array): (now: number) => void {
  const stride = inTurn ? age / fronts.length : age
  let nextAt = 0
  let turn = 0

  function look (): void {
    if (inTurn) show(fronts[turn++ % fronts.length]!, inFlight)
    else for (let i = 0; i < fronts.length; i++) show(fronts[i]!, inFlight)
  }

  return now => {
    for (; now >= nextAt; nextAt += stride) look()
  }
}

function show ({ balancer: { members } }: Front, inFlight: Int32Array): void {
  for (let i = 0; i < members.length; i++) members[i]!.busy = inFlight[i]!
}
