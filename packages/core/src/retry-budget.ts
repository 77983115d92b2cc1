import type { Balancer } from './balancer.ts'

/** How long requests and repeats weigh in the budget, in milliseconds: their weight falls to 1/e in that time. */
export const budgetMemory = 10_000

/** Repeats that are always there for `budgetMemory`, so that a balancer with little traffic can fail over as well. */
export const budgetFloor = 10

// How coarse the decay is, in milliseconds: nearly no request pays for it.
const step = 1_000

/**
 * What keeps repeats from making a storm of a failure: of late there were no more than `retrybudget` per cent of the
 * requests, and a few. One number does: repeats minus what requests allowed, both fading with time.
 */
export interface RetryBudget {
  /** In hundredths of a repeat. */
  owed: number
  /** When `owed` last faded, in epoch milliseconds. */
  fadedAt: number
}

export function createRetryBudget (): RetryBudget {
  return { owed: 0, fadedAt: 0 }
}

/** A request has come: it allows a part of a repeat. @param now epoch milliseconds */
export function earnRetry (balancer: Balancer, now: number): void {
  const { retries } = balancer
  if (now - retries.fadedAt >= step) fade(retries, now)
  retries.owed -= balancer.retrybudget
}

/** Takes a repeat out of the budget. @returns false: there is none left. @param now epoch milliseconds */
export function spendRetry (balancer: Balancer, now: number): boolean {
  const { retries } = balancer
  if (now - retries.fadedAt >= step) fade(retries, now)
  if (balancer.retrybudget === 0 || retries.owed + 100 > budgetFloor * 100) return false
  retries.owed += 100
  return true
}

/** How many repeats the budget allows just now. @param now epoch milliseconds */
export function retriesLeft ({ retrybudget, retries }: Balancer, now: number): number {
  if (retrybudget === 0) return 0
  const owed = retries.owed * Math.exp((retries.fadedAt - now) / budgetMemory)
  return Math.max(budgetFloor - owed / 100, 0)
}

function fade (retries: RetryBudget, now: number): void {
  retries.owed *= Math.exp((retries.fadedAt - now) / budgetMemory)
  retries.fadedAt = now
}
