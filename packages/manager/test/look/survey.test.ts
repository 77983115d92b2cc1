import { answered, Balancers, begin, flag, History } from '@fastify-balancer/core'
import type { Balancer, BalancerOptions, MemberOptions } from '@fastify-balancer/core'
import t from 'tap'
import { Journal } from '../../src/journal.ts'
import { inSlices } from '../../src/look/slices.ts'
import { stateOf } from '../../src/look/state.ts'
import { mostCharts, survey } from '../../src/look/survey.ts'
import type { BalancerLook } from '../../src/look/survey.ts'

/** A balancer that lived through some samples, as it is seen then. */
async function lived (members: readonly MemberOptions[], samples: number, requests: (member: number) => readonly [count: number, latency: number], options: BalancerOptions = {}): Promise<BalancerLook> {
  const balancers = new Balancers(() => 'nonce')
  const balancer = balancers.add('test', { ...options, members })
  const history = new History(balancers)
  history.sample()
  for (let sample = 0; sample < samples; sample++) {
    for (const [i, member] of balancer.members.entries()) {
      const [count, latency] = requests(i)
      for (let j = 0; j < count; j++) answered(member, latency, 200)
    }
    history.sample()
  }
  return look(balancer, history, balancers)
}

async function look (balancer: Balancer, history: History, balancers: Balancers): Promise<BalancerLook> {
  const journal = new Journal(balancers, Date.now)
  const seen = await survey(balancer, history, balancers.drains, journal)
  journal.close()
  return seen
}

const three = [{ url: 'http://a' }, { url: 'http://b' }, { url: 'http://c' }]

t.test('a state is told in one word, the first that holds', async t => {
  const word = (letters: string, isSlow = false): string => stateOf([...letters].reduce((flags, letter) => flags | flag[letter as 'E'], flag.O), isSlow).word
  t.same(['SDCENHR', 'DCENHR', 'CENHR', 'ENHR', 'NHR', 'HR', 'R', ''].map(letters => word(letters, true)),
    ['Stopped', 'Disabled', 'Failing check', 'In error', 'Draining', 'Standby', 'Spare', 'Slow'])
  t.equal(word(''), 'Healthy')
})

t.test('a member is slow when its p99 is five times that of its peers for two minutes', async t => {
  const words = async (samples: number, latencies: readonly number[], members: readonly MemberOptions[] = three): Promise<string> => {
    const { members: seen } = await lived(members, samples, i => [5, latencies[i]!])
    return seen.map(({ state }) => state.word[0]).join('')
  }
  t.equal(await words(24, [20, 1_900, 20]), 'HSH')
  t.equal(await words(24, [20, 180, 20]), 'HHH', 'not below 200 ms')
  t.equal(await words(24, [300, 900, 300]), 'HHH', 'not below five times')
  t.equal(await words(3, [20, 1_900, 20]), 'HHH', 'too little is known')
  t.equal(await words(24, [20, 1_900], three.slice(0, 2)), 'HS')
  t.equal(await words(24, [1_900], three.slice(0, 1)), 'H', 'it has no peers')
  t.equal(await words(24, [20, 1_900, 20], three.map((member, lbset) => ({ ...member, lbset }))), 'HHH', 'peers are of the same lbset')
  const { members } = await lived(three, 24, i => [5, i === 1 ? 1_900 : 20])
  t.match(members[1]!.slow, { p99: 1_995, peers: Math.fround(15 + 5 * 0.99) })
})

t.test('shares are those of the lbset, and reserves have no weight', async t => {
  const members = [{ url: 'http://a', loadfactor: 3 }, { url: 'http://b' }, { url: 'http://c', status: '+H' }, { url: 'http://d', lbset: 1 }]
  const { members: seen, highest } = await lived(members, 2, i => [[30, 10, 0, 7][i]!, 1])
  t.same(seen.map(({ weight }) => weight), [0.75, 0.25, null, 1])
  t.same(seen.map(({ share }) => share), [0.75, 0.25, 0, null], 'of less than fifty requests nothing is said')
  t.equal(highest, 6)
  t.same(seen.map(({ rate }) => rate), [6, 2, 0, Math.fround(1.4)])
})

t.test('people call a member by its route, or by host and port', async t => {
  const { members } = await lived([{ url: 'http://a', route: 'r' }, { url: 'http://b:81/x' }, { url: 'http://[::1]:82' }, { url: 'unix:/run/x|http://y' }], 0, () => [0, 0])
  t.same(members.map(({ name }) => name), ['r', 'b:81', '[::1]:82', '/run/x'])
})

t.test('a balancer beyond some size has no charts', async t => {
  const { members } = await lived(Array.from({ length: mostCharts + 1 }, (_, i) => ({ url: `http://m${i}` })), 1, () => [1, 1])
  t.equal(members.length, mostCharts + 1)
  t.ok(members.every(({ series, rate }) => series === null && rate === Math.fround(0.2)))
})

t.test('a drain is told with its sessions', async t => {
  const balancers = new Balancers(() => 'nonce')
  const balancer = balancers.add('test', { members: [{ url: 'http://a', status: '+N' }, { url: 'http://b' }] })
  begin(balancer.members[0]!, 'route')
  const { members } = await look(balancer, new History(balancers), balancers)
  t.match(members[0]!.drain, { sessionsLeft: 0, since: null })
  t.equal(members[1]!.drain, null)
})

t.test('the event loop gets its turn between slices', async t => {
  let turns = 0
  let slices = 0
  let isOver = false
  const turn = (): void => {
    turns++
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  for await (const slice of inSlices(Array.from({ length: 1_001 }, (_, i) => i), 100)) {
    slices++
    t.ok(slice.length <= 100)
  }
  isOver = true
  t.equal(slices, 11)
  t.ok(turns >= 10, `${turns} turns`)
})
