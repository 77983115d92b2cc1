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

const names = ['requests', 'status4xx', 'status5xx', 'p50', 'p99', 'busy'] as const

/** What is kept of one member: about 1.8 kB with 60 samples. */
interface Track {
  /** One number for each name and sample, in turn around the samples; NaN: not known. */
  readonly values: Float32Array
  /** The counters as of the last sample. */
  readonly answers: number[]
  readonly latencies: Float64Array
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
  #taken = 0

  constructor (balancers: Balancers, interval: number = 5_000, samples: number = 60) {
    this.#balancers = balancers
    this.interval = interval
    this.samples = samples
  }

  /** Takes a sample of every member: what happened since the last one. */
  sample (): void {
    const at = this.#taken++ % this.samples
    for (const balancer of this.#balancers) {
      for (const member of balancer.members) this.#sample(member, at)
    }
  }

  /** What is known of a member. */
  of (member: BalancerMember): MemberSeries {
    const track = this.#tracks.get(member)
    return Object.fromEntries(names.map((name, series) => [name, this.#read(track, series)])) as unknown as MemberSeries
  }

  #sample (member: BalancerMember, at: number): void {
    const { statistics: { answers, latency: { counts } } } = member
    const known = this.#tracks.get(member)
    if (known === undefined) {
      this.#tracks.set(member, {
        values: new Float32Array(names.length * this.samples).fill(NaN),
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
    for (let i = 0; i < values.length; i++) known.values[i * this.samples + at] = values[i]!
    for (let i = 0; i < answers.length; i++) known.answers[i] = answers[i]!
    known.latencies.set(counts)
  }

  #read (track: Track | undefined, series: number): Array<number | null> {
    return Array.from({ length: this.samples }, (_, i) => {
      const value = track?.values[series * this.samples + (this.#taken + i) % this.samples]
      return value === undefined || Number.isNaN(value) ? null : value
    })
  }
}
