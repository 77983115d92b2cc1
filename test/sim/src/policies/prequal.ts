import type { BalancerMember, LbMethod } from '@fastify-balancer/core'

/** How many probes are remembered, and how many are sent for each request. */
const poolSize = 16
const probesPerRequest = 3

/** A member is hot when it has at least as much in flight as this share of the probes has at most. */
const hotQuantile = 0.84

/** How much of the remembered latency a new one replaces. */
const learning = 0.1

/** What a member answered to a probe. */
interface Probe {
  readonly member: BalancerMember
  busy: number
  readonly latency: number
}

/**
 * Prequal, simplified (Wydrowski and others, NSDI 2024): each request sends three probes, whose answers serve later
 * requests; the elected member is the fastest of those that are not hot, or the least busy when all are hot. Here a probe
 * is answered at once and tells the balancer's own count; the average latency times that count stands for what the member
 * would measure at that count.
 */
export function createPrequal (random: () => number): LbMethod {
  const pool: Probe[] = []
  return {
    name: 'prequal',
    choose (candidates) {
      for (let i = 0; i < probesPerRequest; i++) {
        const member = candidates[Math.floor(random() * candidates.length)]!
        pool.push({ member, busy: member.busy, latency: member.latency * (member.busy + 1) })
      }
      const best = coldest(pool)
      pool.splice(pool.indexOf(best), 1)
      if (pool.length > poolSize) pool.splice(0, pool.length - poolSize)
      for (const probe of pool) {
        if (probe.member === best.member) probe.busy++
      }
      return best.member
    },
    observe (member, latency) {
      member.latency += learning * (latency - member.latency)
    }
  }
}

/** The hot-cold rule: a cold one before a hot one, of cold ones the fastest, of hot ones the least busy. */
function coldest (pool: readonly Probe[]): Probe {
  const loads = pool.map(({ busy }) => busy).sort((a, b) => a - b)
  const hot = loads[Math.floor(hotQuantile * loads.length)]!
  const cold = pool.filter(({ busy }) => busy < hot)
  return cold.length > 0
    ? cold.reduce((best, probe) => probe.latency < best.latency ? probe : best)
    : pool.reduce((best, probe) => probe.busy < best.busy ? probe : best)
}
