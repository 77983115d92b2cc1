import type { Balancer } from './balancer.ts'
import type { Balancers } from './balancers.ts'
import { latencyBounds, quantile } from './latency-histogram.ts'
import type { BalancerMember } from './member.ts'

/** The last minutes of a member, a balancer, or all of them, oldest sample first; null: not known, as it was not there yet or had no answers. */
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

/** Where in a sample each number is. */
const numbers: Readonly<Record<keyof MemberSeries, number>> = { requests: 0, status4xx: 1, status5xx: 2, p50: 3, p99: 4, busy: 5 }

/** How many numbers a sample has. */
const width = 6

/** Members that are looked at in one go: a millisecond's work. */
const slice = 500

/** The counters of a member as of the last sample. */
interface Counters {
  readonly answers: number[]
  readonly latencies: Float64Array
}

/** What happened between two samples. */
class Difference implements Counters {
  readonly answers: number[] = [0, 0, 0, 0, 0, 0]
  readonly latencies: Float64Array = new Float64Array(latencyBounds.length + 1)
  busy = 0

  /** Of a member: what its counters say beyond those that are known, which they become. */
  between (known: Counters, { statistics: { answers, latency: { counts } }, busy }: BalancerMember): this {
    for (let i = 0; i < answers.length; i++) {
      this.answers[i] = answers[i]! - known.answers[i]!
      known.answers[i] = answers[i]!
    }
    for (let i = 0; i < counts.length; i++) {
      this.latencies[i] = counts[i]! - known.latencies[i]!
      known.latencies[i] = counts[i]!
    }
    this.busy = busy
    return this
  }

  add ({ answers, latencies, busy }: Difference): void {
    for (let i = 0; i < answers.length; i++) this.answers[i]! += answers[i]!
    for (let i = 0; i < latencies.length; i++) this.latencies[i]! += latencies[i]!
    this.busy += busy
  }
}

/** What members did in the last minutes, in samples at even distances. The clock is the caller's, who takes the samples. */
export class History {
  /** Milliseconds between samples. */
  readonly interval: number
  /** How many are kept. */
  readonly samples: number
  readonly #balancers: Balancers
  readonly #counters = new WeakMap<BalancerMember, Counters>()
  /** One number for each name and sample, in turn around the samples, NaN: not known; about 1.4 kB with 60 samples. */
  readonly #values = new WeakMap<object, Float32Array>()
  readonly #difference = new Difference()
  #taken = 0

  constructor (balancers: Balancers, interval: number = 5_000, samples: number = 60) {
    this.#balancers = balancers
    this.interval = interval
    this.samples = samples
  }

  /** How many samples were taken so far. */
  get taken (): number {
    return this.#taken
  }

  /** Takes a sample of every member, every balancer and all of them: what happened since the last one. */
  sample (): void {
    const slices = this.sampling()
    while (slices.next().done !== true);
  }

  /** Does the same in slices: whoever has requests to serve meanwhile takes a turn between them. */
  * sampling (): Generator<void, void, void> {
    const at = this.#taken % this.samples
    const all = new Difference()
    let looked = 0
    for (const balancer of this.#balancers) {
      const its = new Difference()
      for (const member of balancer.members) {
        this.#sample(member, at, its)
        if (++looked % slice === 0) yield
      }
      this.#write(balancer, at, its)
      all.add(its)
    }
    this.#write(this, at, all)
    this.#taken++
  }

  /** What is known of a member, or of a balancer's members together. */
  of (whom: BalancerMember | Balancer): MemberSeries {
    return this.#series(this.#values.get(whom))
  }

  /** One of a member's series. */
  series (member: BalancerMember, name: keyof MemberSeries): ReadonlyArray<number | null> {
    return this.#read(this.#values.get(member), numbers[name])
  }

  /** What is known of all members together. */
  totals (): MemberSeries {
    return this.#series(this.#values.get(this))
  }

  #sample (member: BalancerMember, at: number, its: Difference): void {
    const { statistics: { answers, latency: { counts } } } = member
    const known = this.#counters.get(member) ?? { answers: [...answers], latencies: counts.slice() }
    this.#counters.set(member, known)
    const difference = this.#difference.between(known, member)
    this.#write(member, at, difference)
    its.add(difference)
  }

  #write (whom: object, at: number, { answers, latencies, busy }: Difference): void {
    const known = this.#values.get(whom)
    if (known === undefined) {
      // The first sample has nothing before it to be compared with.
      this.#values.set(whom, new Float32Array(width * this.samples).fill(NaN))
      return
    }
    const seconds = this.interval / 1_000
    const status5xx = answers[5]! + answers[0]!
    const sample = [
      (status5xx + answers[1]! + answers[2]! + answers[3]! + answers[4]!) / seconds,
      answers[4]! / seconds,
      status5xx / seconds,
      quantile(latencies, 0.5) ?? NaN,
      quantile(latencies, 0.99) ?? NaN,
      busy
    ]
    for (let i = 0; i < width; i++) known[i * this.samples + at] = sample[i]!
  }

  #series (values: Float32Array | undefined): MemberSeries {
    return {
      requests: this.#read(values, numbers.requests),
      status4xx: this.#read(values, numbers.status4xx),
      status5xx: this.#read(values, numbers.status5xx),
      p50: this.#read(values, numbers.p50),
      p99: this.#read(values, numbers.p99),
      busy: this.#read(values, numbers.busy)
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
