/** Two balancers in the middle of a day: one member drains, one is in error, one is slow. */
import { randomUUID } from 'node:crypto'
import { keepHistory } from '@fastify-balancer/balancer'
import { answered, Balancers, begin, dice, fail, findMember, finish, flag, read, transferred } from '@fastify-balancer/core'
import type { BalancerMember, History, Reason } from '@fastify-balancer/core'

/** What a member does in each of the samples: requests a second, latency in milliseconds, how many of a thousand fail. */
interface Habit {
  readonly rate: number
  readonly latency: number
  readonly spread: number
  readonly failing: number
  readonly reason: Reason
}

const habits: Readonly<Record<string, Habit>> = {
  'http://api1.lan:8080': { rate: 70, latency: 16, spread: 6, failing: 2, reason: 'route' },
  'http://api2.lan:8080': { rate: 14, latency: 18, spread: 6, failing: 0, reason: 'route' },
  'http://api4.lan:8080': { rate: 21, latency: 17, spread: 6, failing: 8, reason: 'lbmethod' },
  'http://shop1.lan:3000': { rate: 41, latency: 9, spread: 5, failing: 0, reason: 'lbmethod' },
  'http://shop2.lan:3000': { rate: 41, latency: 9, spread: 5, failing: 0, reason: 'lbmethod' },
  'http://shop3.lan:3000': { rate: 40, latency: 600, spread: 3, failing: 22, reason: 'lbmethod' }
}

const seconds = 5

/** The balancers, and their last five minutes. Whoever holds them has to `release` the history. */
export function createScene (): { readonly balancers: Balancers, readonly release: () => void } {
  const balancers = new Balancers(randomUUID)
  balancers.add('apicluster', {
    stickysession: 'JSESSIONID|jsessionid',
    growth: 2,
    members: [
      { url: 'http://api1.lan:8080', route: 'api1', loadfactor: 2, max: 50 },
      { url: 'http://api2.lan:8080', route: 'api2', max: 50, status: '+N' },
      { url: 'http://api3.lan:8080', route: 'api3', max: 50, status: '+H' },
      { url: 'http://api4.lan:8080', route: 'api4', max: 50 }
    ]
  })
  balancers.add('shop', {
    timeout: 2,
    maxattempts: 2,
    growth: 1,
    members: [
      { url: 'http://shop1.lan:3000', max: 80 },
      { url: 'http://shop2.lan:3000', max: 80 },
      { url: 'http://shop3.lan:3000', max: 80 }
    ]
  })
  const { history, release } = keepHistory(balancers)
  live(balancers, history, Date.now())
  return { balancers, release }
}

/** Lives through the samples that a history keeps. */
function live (balancers: Balancers, history: History, now: number): void {
  const roll = dice(7)
  for (let sample = 0; sample < history.samples; sample++) {
    for (const { members } of balancers) {
      for (const member of members) {
        const habit = habits[member.url]
        if (habit === undefined || (member.flags & flag.E) !== 0) continue
        work(member, habit, roll)
      }
    }
    const api4 = findMember(balancers.get('apicluster'), 'http://api4.lan:8080')!
    if (sample === history.samples - 30) fail(api4, now - 18_000, 'connection refused')
    history.sample()
  }
}

function work (member: BalancerMember, habit: Habit, roll: () => number): void {
  const requests = Math.round(habit.rate * seconds * (0.85 + 0.3 * roll()))
  for (let i = 0; i < requests; i++) {
    begin(member, roll() < 0.04 ? 'failover' : habit.reason)
    const fails = roll() * 1_000 < habit.failing
    answered(member, habit.latency * (0.6 + roll() ** 8 * habit.spread * 2), fails ? 503 : roll() < 0.01 ? 404 : 200)
    transferred(member, 850)
    read(member, 25_000)
    finish(member)
  }
  // What is in flight when the sample is taken: rate times latency.
  const busy = Math.round(habit.rate * habit.latency / 1_000 * (0.8 + 0.6 * roll())) + Math.round(roll() * 3)
  while (member.busy > busy) finish(member)
  while (member.busy < busy) begin(member, habit.reason)
}
