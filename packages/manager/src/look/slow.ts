import type { MemberSeries } from '@fastify-balancer/core'

/** So many samples in a row make a member slow: two minutes. */
const lasting = 24
/** Fewer samples with answers tell nothing. */
const least = 6
/** Nobody is slow below this, in milliseconds. */
const floor = 200
/** So many times its peers' latency is slow. */
const factor = 5

/** The latencies of a member's last two minutes, in milliseconds. */
export interface Pace {
  /** The lowest p99 of a sample. */
  readonly best: number
  /** The middle one. */
  readonly typical: number
}

/** A member that takes much longer than its peers. */
export interface Slowness {
  /** Its p99 of late, in milliseconds. */
  readonly p99: number
  /** That of its peers. */
  readonly peers: number
}

/** What the last two minutes tell of a member's p99; null: too little was answered. */
export function paceOf (p99: MemberSeries['p99']): Pace | null {
  const known = p99.slice(-lasting).filter(value => value !== null).sort((a, b) => a - b)
  return known.length < least ? null : { best: known[0]!, typical: known[Math.floor(known.length / 2)]! }
}

/**
 * Whether a member is slow: its p99 is more than five times the median of its peers', and at least 200 ms, throughout the
 * last two minutes. The election does not care.
 * @param all the typical latencies of all members of its lbset, its own among them, in ascending order
 */
export function slowness (pace: Pace | null, all: readonly number[]): Slowness | null {
  if (pace === null || pace.best < floor || all.length < 2) return null
  const middle = Math.floor((all.length - 1) / 2)
  const peers = all[middle < all.indexOf(pace.typical) ? middle : middle + 1]!
  return pace.best > factor * peers ? { p99: pace.typical, peers } : null
}
