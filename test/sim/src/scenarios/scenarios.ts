import { ballsInBins } from './bins.ts'
import { boundedLoads } from './bounds.ts'
import { hashing } from './hashing.ts'
import { latency } from './latency.ts'
import type { Scenario } from './scenario.ts'
import { staleViews } from './views.ts'

/** All scenarios, in the order in which they run. */
export const scenarios: readonly Scenario[] = [ballsInBins, hashing, boundedLoads, latency, staleViews]
