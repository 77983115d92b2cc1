import { begin, elect } from '@fastify-balancer/core'
import { createFront } from '../engine/front.ts'
import { createBestOf } from '../policies/best-of.ts'
import type { Run, Scenario } from './scenario.ts'

const bins = 1_000
const draws = [1, 2, 3]

/**
 * Balls in bins: as many requests as members, none of which ever ends. How busy is the busiest, if each request goes to
 * the least busy of one, two or three drawn members?
 */
export const ballsInBins: Scenario = { name: 'bins', steps: draws.length, run }

function run ({ seed, quick, step }: Run): ReturnType<Scenario['run']> {
  const runs = quick ? 5 : 20
  const found = draws.map(d => {
    let sum = 0
    for (let i = 0; i < runs; i++) sum += busiest(d, seed + i)
    step()
    return { label: `d=${d}`, value: sum / runs, text: (sum / runs).toFixed(2) }
  })
  const title = `Balls in bins: ${bins} requests, ${bins} members, ${runs} runs, mean of the maximum`
  return {
    title,
    table: { head: ['members drawn', ...found.map(({ label }) => label)], rows: [['busiest member', ...found.map(({ text }) => text)]] },
    chart: { kind: 'bars', title: 'Two draws are nearly all that is to be had', panels: [{ title, axis: 'requests on the busiest member', bars: found }] }
  }
}

function busiest (d: number, seed: number): number {
  const { balancer, election } = createFront({ label: `d=${d}`, lbmethod: random => createBestOf(d, random) }, bins, seed)
  for (let ball = 0; ball < bins; ball++) begin(elect(balancer, election, 0)!, election.reason!)
  return Math.max(...balancer.members.map(({ busy }) => busy))
}
