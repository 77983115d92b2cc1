import type { Policy } from '../engine/front.ts'
import { createBestOf } from './best-of.ts'
import { createPrequal } from './prequal.ts'

export const roundRobin: Policy = { label: 'RR', lbmethod: 'byrequests' }
export const twoChoices: Policy = { label: 'P2C', lbmethod: random => createBestOf(2, random) }
export const leastBusy: Policy = { label: 'least busy', lbmethod: 'bybusyness' }
export const peakEwma: Policy = { label: 'Peak-EWMA (P2C)', lbmethod: 'bylatency' }
export const prequalLike: Policy = { label: 'Prequal-like', lbmethod: createPrequal }

/** Every policy that the latency scenario compares, in the order of its columns. */
export const policies: readonly Policy[] = [roundRobin, twoChoices, leastBusy, peakEwma, prequalLike]
