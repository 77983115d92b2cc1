import t from 'tap'
import { after, Drain } from '../../src/upgrade/drain.ts'

/** A clock that goes only when it is told to. */
class TestClock {
  now = 0
  #timers: Array<{ readonly at: number, readonly then: () => void }> = []
  readonly after = (ms: number, then: () => void): () => void => {
    const timer = { at: this.now + ms, then }
    this.#timers.push(timer)
    return () => { this.#timers = this.#timers.filter(other => other !== timer) }
  }

  get waiting (): number {
    return this.#timers.length
  }

  /** @param late how late each timer is */
  pass (ms: number, late = 0): void {
    const end = this.now + ms
    for (;;) {
      const next = this.#timers.filter(({ at }) => at + late <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.now = next.at + late
      this.#timers = this.#timers.filter(timer => timer !== next)
      next.then()
    }
    this.now = end
  }
}

function drain (): { clock: TestClock, gone: Array<readonly [thing: number, at: number]>, drain: Drain<number> } {
  const clock = new TestClock()
  const gone: Array<readonly [number, number]> = []
  return { clock, gone, drain: new Drain(clock.after, thing => gone.push([thing, clock.now])) }
}

const things = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => i + from)

t.test('things go one after the other, evenly', async t => {
  const { clock, gone, drain: ten } = drain()
  ten.set(things(10), 30_000)
  clock.pass(60_000)
  t.strictSame(gone, things(10).map(i => [i, (i + 1) * 3_000]))
  t.equal(clock.waiting, 0)
})

for (const [count, window, late] of [[7, 30_000, 0], [1_000, 30_000, 0], [100_000, 30_000, 0], [1_000, 30_000, 50], [50, 1_000, 700], [12_345, 10_000, 3]] as const) {
  t.test(`of ${count} over ${window} ms, each ${late} ms late, never more than the share of a second go in a second`, async t => {
    const { clock, gone, drain: many } = drain()
    many.set(things(count), window)
    clock.pass(window * 200, late)
    t.equal(gone.length, count)
    t.strictSame(gone.map(([thing]) => thing), things(count))
    const most = Math.ceil(1_000 * count / window)
    let first = 0
    for (let i = 0; i < gone.length; i++) {
      while (gone[i]![1] - gone[first]![1] >= 1_000) first++
      if (i - first + 1 > most + Math.ceil(10 * count / window)) t.fail(`${i - first + 1} in the second before ${gone[i]![1]}`)
    }
    if (late === 0) t.ok(gone.at(-1)![1] <= window * 1.001 + 10, `the last at ${gone.at(-1)![1]}`)
  })
}

t.test('a window of 0 lets all go', async t => {
  const { clock, gone, drain: all } = drain()
  all.set(things(100), 0)
  clock.pass(20)
  t.equal(gone.length, 100)
})

t.test('what is no more to go stays, and the others keep their time', async t => {
  const { clock, gone, drain: some } = drain()
  some.set(things(4), 4_000)
  clock.pass(1_500)
  some.set([1, 3], 4_000)
  clock.pass(10_000)
  t.strictSame(gone, [[0, 1_000], [1, 2_000], [3, 3_000]])
  some.set([5], 1_000)
  some.set([], 1_000)
  t.equal(clock.waiting, 0)
  clock.pass(5_000)
  t.equal(gone.length, 3)
})

t.test('more things begin a new window', async t => {
  const { clock, gone, drain: some } = drain()
  some.set(things(2), 4_000)
  clock.pass(2_000)
  some.set([1, 2, 3, 4], 4_000)
  clock.pass(10_000)
  t.strictSame(gone, [[0, 2_000], [1, 3_000], [2, 4_000], [3, 5_000], [4, 6_000]])
})

t.test('a real timer is called off, and never early', async t => {
  const stop = after(1, () => t.fail('called off'))
  stop()
  const began = performance.now()
  await new Promise<void>(resolve => { after(4.7, resolve) })
  t.ok(performance.now() - began >= 4)
})
