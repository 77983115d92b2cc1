import type { Balancers } from './balancers.ts'
import { latencyBounds, quantile } from './latency-histogram.ts'
import type { BalancerMember } from './member.ts'

/** A member's last minutes, oldest sample first; null: not known, as it was not there yet or had no answers. */
export interface MemberSeries {
  /** Attempts per second. */
  readonly requests: ReadonlyArray<number | null>
  /** Answers of 400 to 499, per second. */
  readonly status4xx: ReadonlyArray<number | null>
  /** Answers of 500 and above, and attempts without an answer, per second. */
  readonly status5xx: ReadonlyArray<number | null>
  /** Median latency, in milliseconds. */
  readonly p50: ReadonlyArray<number | null>
  readonly p99: ReadonlyArray<number | null>
  /** Requests in flight at the time of the sample. */
  readonly busy: ReadonlyArray<number | null>
}

/** How many numbers a sample has. */
const width = 6

/** What is kept of one member: about 1.8 kB with 60 samples. */
interface Track {
  /** One number for each name and sample, in turn around the samples; NaN: not known. */
  readonly values: Float32Array
  /** The counters as of the last sample. */
  readonly answers: number[]
  readonly latencies: Float64Array
}

/** What is kept of all members together. */
interface Totals extends Pick<Track, 'values' | 'latencies'> {
  /** Those of the sample that is being taken. */
  readonly sums: Float64Array
}

/** What members did in the last minutes, in samples at even distances. The clock is the caller's, who takes the samples. */
export class History {
  /** Milliseconds between samples. */
  readonly interval: number
  /** How many are kept. */
  readonly samples: number
  readonly #balancers: Balancers
  readonly #tracks = new WeakMap<BalancerMember, Track>()
  readonly #difference = new Float64Array(latencyBounds.length + 1)
  readonly #all: Totals
  #taken = 0

  constructor (balancers: Balancers, interval: number = 5_000, samples: number = 60) {
    this.#balancers = balancers
    this.interval = interval
    this.samples = samples
    this.#all = {
      values: new Float32Array(width * samples).fill(NaN),
      sums: new Float64Array(width),
      latencies: new Float64Array(latencyBounds.length + 1)
    }
  }

  /** How many samples were taken so far. */
  get taken (): number {
    return this.#taken
  }

  /** Takes a sample of every member: what happened since the last one. */
  sample (): void {
    const at = this.#taken % this.samples
    const { values, sums, latencies } = this.#all
    sums.fill(0)
    latencies.fill(0)
    for (const balancer of this.#balancers) {
      for (const member of balancer.members) this.#sample(member, at)
    }
    sums[3] = quantile(latencies, 0.5) ?? NaN
    sums[4] = quantile(latencies, 0.99) ?? NaN
    // The first sample has nothing before it to be compared with.
    for (let i = 0; i < sums.length; i++) values[i * this.samples + at] = this.#taken === 0 ? NaN : sums[i]!
    this.#taken++
  }

  /** What is known of a member. */
  of (member: BalancerMember): MemberSeries {
    return this.#series(this.#tracks.get(member)?.values)
  }

  /** What is known of all members together. */
  totals (): MemberSeries {
    return this.#series(this.#all.values)
  }

  #sample (member: BalancerMember, at: number): void {
    const { statistics: { answers, latency: { counts } } } = member
    const known = this.#tracks.get(member)
    if (known === undefined) {
      this.#tracks.set(member, {
        values: new Float32Array(width * this.samples).fill(NaN),
        answers: [...answers],
        latencies: counts.slice()
      })
      return
    }
    const seconds = this.interval / 1_000
    const since = (i: number): number => answers[i]! - known.answers[i]!
    const status5xx = since(5) + since(0)
    const difference = this.#difference
    for (let i = 0; i < difference.length; i++) difference[i] = counts[i]! - known.latencies[i]!
    const values = [
      (status5xx + since(1) + since(2) + since(3) + since(4)) / seconds,
      since(4) / seconds,
      status5xx / seconds,
      quantile(difference, 0.5) ?? NaN,
      quantile(difference, 0.99) ?? NaN,
      member.busy
    ]
    const { sums, latencies } = this.#all
    for (let i = 0; i < values.length; i++) {
      known.values[i * this.samples + at] = values[i]!
      sums[i]! += values[i]!
    }
    for (let i = 0; i < difference.length; i++) latencies[i]! += difference[i]!
    for (let i = 0; i < answers.length; i++) known.answers[i] = answers[i]!
    known.latencies.set(counts)
  }

  #series (values: Float32Array | undefined): MemberSeries {
    return {
      requests: this.#read(values, 0),
      status4xx: this.#read(values, 1),
      status5xx: this.#read(values, 2),
      p50: this.#read(values, 3),
      p99: this.#read(values, 4),
      busy: this.#read(values, 5)
    }
  }

  #read (values: Float32Array | undefined, series: number): Array<number | null> {
    const read: Array<number | null> = []
    for (let i = 0; i < this.samples; i++) {
      const value = values?.[series * this.samples + (this.#taken + i) % this.samples]
      read.push(value === undefined || Number.isNaN(value) ? null : value)
    }
    return read
  }
}
