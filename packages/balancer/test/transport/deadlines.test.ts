import t from 'tap'
import { Deadlines, tick } from '../../src/transport/deadlines.ts'
import type { Timed } from '../../src/transport/deadlines.ts'

function timed (deadline: number, onDeadline: () => void = () => {}): Timed {
  return { deadline, slot: -1, onDeadline }
}

t.test('who is past its deadline is told once, the others are not', async t => {
  let now = 0
  const told: string[] = []
  const deadlines = new Deadlines(() => now)
  for (const [name, deadline] of Object.entries({ early: 100, late: 200, never: Infinity })) deadlines.add(timed(deadline, () => told.push(name)))
  now = 99
  deadlines.check()
  t.same(told, [])
  now = 100
  deadlines.check()
  deadlines.check()
  t.same(told, ['early'])
  now = 1_000
  deadlines.check()
  t.same(told, ['early', 'late'])
  t.equal(deadlines.count, 3, 'who was told is still watched')
})

t.test('a deadline may be moved by writing it', async t => {
  let now = 0
  let told = 0
  const deadlines = new Deadlines(() => now)
  const moved = timed(100, () => told++)
  deadlines.add(moved)
  moved.deadline = 300
  now = 200
  deadlines.check()
  t.equal(told, 0)
  moved.deadline = 200
  deadlines.check()
  t.equal(told, 1)
})

t.test('who is removed hears nothing, whoever takes its place does', async t => {
  const told: number[] = []
  const deadlines = new Deadlines(() => 1)
  const all = [0, 1, 2, 3].map(i => timed(0, () => told.push(i)))
  for (const each of all) deadlines.add(each)
  deadlines.remove(all[0]!)
  deadlines.remove(all[2]!)
  deadlines.check()
  t.same(told.sort(), [1, 3])
  deadlines.remove(all[1]!)
  deadlines.remove(all[3]!)
  t.equal(deadlines.count, 0)
})

t.test('whoever is told may remove itself, others and all', async t => {
  const deadlines = new Deadlines(() => 1)
  const told: number[] = []
  const all: Timed[] = [0, 1, 2, 3, 4].map(i => timed(0, () => {
    told.push(i)
    if (i === 0) deadlines.remove(all[0]!)
    if (i === 1) for (const each of all.slice(1)) deadlines.remove(each)
  }))
  for (const each of all) deadlines.add(each)
  deadlines.check()
  t.same(told, [0, 1])
  t.equal(deadlines.count, 0)
})

t.test('of those that are late together the earliest is told first, and none whom another gave more time', async t => {
  const deadlines = new Deadlines(() => 100)
  const told: number[] = []
  const spared = timed(40, () => told.push(40))
  for (const deadline of [30, 10, 20]) {
    deadlines.add(timed(deadline, () => {
      told.push(deadline)
      spared.deadline = 200
    }))
  }
  deadlines.add(spared)
  deadlines.check()
  t.same(told, [10, 20, 30])
})

t.test('there is room for more than expected', async t => {
  const deadlines = new Deadlines(() => 1)
  let told = 0
  const all = Array.from({ length: 3_000 }, () => timed(0, () => told++))
  for (const each of all) deadlines.add(each)
  deadlines.check()
  t.equal(told, 3_000)
  for (const each of all) deadlines.remove(each)
  t.equal(deadlines.count, 0)
})

t.test('the clock is looked at every 250 ms while there is something to watch, by a timer that keeps no process alive', async t => {
  t.equal(tick, 250)
  const deadlines = new Deadlines()
  const before = deadlines.clock()
  const started = setTimeout(() => {}, 2_000)
  const told = await new Promise<number>(resolve => {
    const one = timed(before + 10, () => {
      deadlines.remove(one)
      resolve(deadlines.clock())
    })
    deadlines.add(one)
  })
  clearTimeout(started)
  t.ok(told - before >= 10, 'never early')
  t.equal(process.getActiveResourcesInfo().includes('Timeout'), false)
})
