import t from 'tap'
import type { Balancer } from '../src/balancer.ts'
import { Balancers } from '../src/balancers.ts'
import { budgetFloor, budgetMemory, earnRetry, retriesLeft, spendRetry } from '../src/retry-budget.ts'

function create (retrybudget?: number): Balancer {
  return new Balancers(() => '').add('b', retrybudget === undefined ? {} : { retrybudget })
}

function spendAll (balancer: Balancer, now: number): number {
  let spent = 0
  while (spendRetry(balancer, now)) spent++
  return spent
}

t.test('a few repeats are there without any traffic', async t => {
  t.equal(spendAll(create(), 0), budgetFloor)
})

t.test('each request adds its part', async t => {
  const balancer = create()
  for (let i = 0; i < 100; i++) earnRetry(balancer, 0)
  t.equal(spendAll(balancer, 0), budgetFloor + 20)
  const generous = create(50)
  for (let i = 0; i < 100; i++) earnRetry(generous, 0)
  t.equal(spendAll(generous, 0), budgetFloor + 50)
})

t.test('what was spent is forgotten with time, and so is what was saved', async t => {
  const spent = create()
  spendAll(spent, 0)
  t.equal(spendRetry(spent, 999), false)
  t.equal(spendAll(spent, 2 * budgetMemory), Math.floor(budgetFloor * (1 - Math.exp(-2))))
  const saved = create()
  for (let i = 0; i < 1000; i++) earnRetry(saved, 0)
  earnRetry(saved, 10 * budgetMemory)
  t.equal(spendAll(saved, 10 * budgetMemory), budgetFloor)
})

t.test('0 forbids them all', async t => {
  const balancer = create(0)
  earnRetry(balancer, 0)
  t.equal(spendRetry(balancer, 0), false)
})

t.test('what is left is told without being spent', async t => {
  const balancer = create()
  t.equal(retriesLeft(balancer, 0), budgetFloor)
  for (let i = 0; i < 10; i++) earnRetry(balancer, 0)
  t.equal(retriesLeft(balancer, 0), budgetFloor + 2)
  t.equal(spendAll(balancer, 0), budgetFloor + 2)
  t.equal(retriesLeft(balancer, 0), 0)
  t.equal(Math.round(retriesLeft(balancer, budgetMemory) * 10), 63)
  t.equal(retriesLeft(create(0), 0), 0)
})
