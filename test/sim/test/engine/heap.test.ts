import t from 'tap'
import { randomFor } from '../../src/random.ts'
import { EventHeap } from '../../src/engine/heap.ts'

t.test('events come in order of their time, whatever the order they were put in', async t => {
  const random = randomFor(1, 'heap')
  const heap = new EventHeap()
  const times: number[] = []
  const popped: number[] = []
  for (let round = 0; round < 2_000; round++) {
    if (heap.length > 0 && random() < 0.4) {
      const due = heap.nextAt
      t.equal(times[heap.pop()], due)
      popped.push(due)
    } else {
      // Never before what is over, as in a simulation.
      times.push((popped.at(-1) ?? 0) + Math.floor(100 * random()))
      heap.push(times.at(-1)!, times.length - 1)
    }
  }
  t.same(popped, popped.toSorted((a, b) => a - b))
})

t.test('an empty heap has nothing to come', async t => {
  const heap = new EventHeap()
  t.equal(heap.nextAt, Infinity)
  heap.push(5, 1)
  heap.pop()
  t.equal(heap.nextAt, Infinity)
})
