/** What metrics cost: the counters that each request pays for, and an answer of them. */
import balancer from '@fastify-balancer/balancer'
import { answered, begin, Balancers, finish, read, transferred } from '@fastify-balancer/core'
import type { BalancerMember } from '@fastify-balancer/core'
import { metrics } from '@fastify-balancer/status'
import Fastify from 'fastify'
import { heap, time } from '../elect/measure.ts'
import type { Effort } from '../elect/measure.ts'
import { table } from '../table.ts'
import type { Row } from '../table.ts'

/** Prints nanoseconds and bytes of heap per request, then milliseconds per answer for each number of members. */
export async function bench (sizes: readonly number[], answers: number, effort: Effort, write: (text: string) => void): Promise<void> {
  const count = requests()
  write(`${table([
    ['per request', 'ns', 'bytes of heap'],
    ['counters and histogram', time(count, effort).toFixed(0), heap(count, effort).toFixed(1)]
  ])}\n`)
  const row: string[] = []
  for (const size of sizes) row.push((await answer(size, answers)).toFixed(1))
  const rows: Row[] = [['ms per answer', ...sizes.map(size => `${size} members`)], ['/metrics', ...row]]
  write(table(rows))
}

/** Latencies in all buckets, and statuses; powers of two. */
const latencies = Float64Array.from({ length: 1_024 }, (_, i) => (i * 7919 % 1_024) ** 2 / 100)
const statuses = Int32Array.from({ length: 64 }, (_, i) => i % 16 === 0 ? 503 : 200)

/** Counts so many requests, as an exchange does. */
function requests (): (count: number) => void {
  const member = new Balancers(() => '').add('bench', { members: [{ url: 'http://a' }] }).members[0]!
  return count => countAll(member, count)
}

function countAll (member: BalancerMember, count: number): void {
  for (let i = 0; i < count; i++) {
    begin(member, 'lbmethod')
    transferred(member, 300)
    answered(member, latencies[i & 1_023]!, statuses[i & 63]!)
    read(member, 1_000)
    finish(member)
  }
}

/** Milliseconds of CPU for one answer about so many members: the least. */
async function answer (members: number, answers: number): Promise<number> {
  const app = Fastify()
  await app.register(balancer, { balancers: { bench: { members: Array.from({ length: members }, (_, i) => ({ url: `http://m${i}` })) } } })
  await app.register(metrics)
  let least = Infinity
  for (let i = 0; i < answers; i++) {
    const start = process.cpuUsage()
    await app.inject('/metrics')
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, (user + system) / 1_000)
  }
  await app.close()
  return least
}
