import { dice, hash } from '@fastify-balancer/core'

/** Numbers from 0 to 1 for one purpose: each purpose has its own dice, so that one more draw here moves nothing there. */
export function randomFor (seed: number, purpose: string): () => number {
  return dice(hash(`${seed} ${purpose}`))
}

/** Exponentially distributed numbers: the waits between independent arrivals, and service times without memory. */
export function exponential (mean: number, random: () => number): () => number {
  return () => -mean * Math.log(1 - random())
}

/** Log-normally distributed numbers, by Box and Muller: service times where few requests are most of the work. */
export function lognormal (mean: number, sigma: number, random: () => number): () => number {
  const mu = Math.log(mean) - sigma * sigma / 2
  return () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()))
    return Math.exp(mu + sigma * radius * Math.cos(2 * Math.PI * random()))
  }
}

/** Ranks from 0, where rank k comes up in proportion to 1 / (k + 1): Zipf's law with exponent 1. */
export function zipf (ranks: number, random: () => number): () => number {
  const cumulated = new Float64Array(ranks)
  let total = 0
  for (let rank = 0; rank < ranks; rank++) {
    total += 1 / (rank + 1)
    cumulated[rank] = total
  }
  return () => {
    const drawn = random() * total
    let low = 0
    let high = ranks - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (cumulated[middle]! > drawn) high = middle
      else low = middle + 1
    }
    return low
  }
}
