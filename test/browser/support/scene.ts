/** Two balancers in the middle of a day: one member drains, one is in error, one is slow. */
import { randomUUID } from 'node:crypto'
import { keepHistory } from '@fastify-balancer/balancer'
import { answered, Balancers, begin, control, dice, fail, findMember, finish, flag, read, sessionBegan, sessionEnded, transferred } from '@fastify-balancer/core'
import type { BalancerMember, Reason } from '@fastify-balancer/core'

/** What a member does: requests a second, latency in milliseconds and how far it spreads, how many of a thousand fail. */
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

const roll = dice(7)

/** The balancers of the scene, as they were before anything happened. */
export function createScene (): Balancers {
  const balancers = new Balancers(randomUUID)
  balancers.add('apicluster', {
    stickysession: 'JSESSIONID|jsessionid',
    growth: 2,
    members: [
      { url: 'http://api1.lan:8080', route: 'api1', loadfactor: 2, max: 50 },
      { url: 'http://api2.lan:8080', route: 'api2', max: 50 },
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
      { url: 'http://shop2.lan:3000', max: 80, loadfactor: 2 },
      { url: 'http://shop3.lan:3000', max: 80 }
    ]
  })
  return balancers
}

/** Lives through the five minutes that a history keeps, in no time. Somebody must keep history and journal. */
export function live (balancers: Balancers): void {
  const { history, release } = keepHistory(balancers)
  const now = Date.now()
  const member = (balancer: string, url: string): BalancerMember => findMember(balancers.get(balancer), url)!
  const api1 = member('apicluster', 'http://api1.lan:8080')
  const api2 = member('apicluster', 'http://api2.lan:8080')
  for (let i = 0; i < 1_184; i++) sessionBegan(api1)
  for (let i = 0; i < 214; i++) sessionBegan(api2)
  control(balancers, { balancer: 'apicluster', member: api2.url, set: { status: '+N' }, with: 'api', note: 'release 4.2' }, 'm.duval@10.0.0.7', now - 2_040_000)
  control(balancers, { balancer: 'shop', member: 'http://shop2.lan:3000', set: { loadfactor: 1 }, with: 'page' }, 'anna@10.0.0.5', now - 1_051_000)
  for (let sample = 0; sample < history.samples; sample++) {
    workAll(balancers, 5)
    const at = now - (history.samples - sample) * 5_000
    while (api2.sessions > 37 + (history.samples - sample) * 0.16) sessionEnded(api2)
    balancers.drains.sample(at)
    if (sample === history.samples - 30) fail(member('apicluster', 'http://api4.lan:8080'), now - 18_000, 'connection refused')
    history.sample()
  }
  release()
}

/** Goes on living, second by second. @returns what ends it */
export function enliven (balancers: Balancers): () => void {
  const timer = setInterval(() => workAll(balancers, 1), 1_000).unref()
  return () => clearInterval(timer)
}

function workAll (balancers: Balancers, seconds: number): void {
  for (const { members } of balancers) {
    for (const member of members) {
      const habit = habits[member.url]
      if (habit === undefined) continue
      if ((member.flags & flag.E) === 0) work(member, habit, seconds)
      else while (member.busy > 0) finish(member)
    }
  }
}

function work (member: BalancerMember, habit: Habit, seconds: number): void {
  const requests = Math.round(habit.rate * seconds * (0.85 + 0.3 * roll()))
  for (let i = 0; i < requests; i++) {
    begin(member, roll() < 0.04 ? 'failover' : habit.reason)
    const fails = roll() * 1_000 < habit.failing
    answered(member, habit.latency * (0.6 + roll() ** 8 * habit.spread * 2), fails ? 503 : roll() < 0.01 ? 404 : 200)
    transferred(member, 850)
    read(member, 25_000)
    finish(member)
  }
  // What is in flight: rate times latency.
  const busy = Math.round(habit.rate * habit.latency / 1_000 * (0.8 + 0.6 * roll())) + Math.round(roll() * 3)
  while (member.busy > busy) finish(member)
  while (member.busy < busy) begin(member, habit.reason)
}
