import { dice } from '@fastify-balancer/core'
import { faults } from './fault.ts'
import type { Fault } from './fault.ts'

/** One fault of one member. Times are milliseconds. */
export interface Phase {
  readonly fault: Fault
  /** Which of the members. */
  readonly victim: number
  /** How long it lasts. */
  readonly lasts: number
  /** How long all is well after it. */
  readonly rest: number
}

/** Faults that fill so many milliseconds: each comes once before one comes again, whom it hits is drawn. */
export function schedule (seed: number, members: number, duration: number): Phase[] {
  const random = dice(seed)
  const below = (sides: number): number => Math.floor(random() * sides)
  const phases: Phase[] = []
  let left = duration
  while (left > 0) {
    const round = [...faults]
    while (round.length > 0 && left > 0) {
      const [fault] = round.splice(below(round.length), 1)
      const phase = { fault: fault!, victim: below(members), lasts: 3_500 + 500 * below(4), rest: 3_500 }
      phases.push(phase)
      left -= phase.lasts + phase.rest
    }
  }
  return phases
}
