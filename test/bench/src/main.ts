/** `pnpm bench [proxy|elect|log|metrics|page]`: what a forwarded request, an election, taking note of a request, counting for metrics, or the manager's page costs on this machine. */
import { bench as benchElections } from './elect/bench.ts'
import { bench as benchLogs } from './log/bench.ts'
import { bench as benchMetrics } from './metrics/bench.ts'
import { bench as benchPage } from './page/bench.ts'
import { readFlags } from './proxy/flags.ts'
import { bench as benchProxies } from './proxy/bench.ts'

const write = (text: string): void => { process.stdout.write(text) }

const benches: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  elect: async () => benchElections([2, 10, 100, 1_000, 10_000], { elections: 100_000, duration: 200, runs: 3 }, write),
  log: async () => benchLogs({ requests: 20_000, rounds: 40 }, write),
  metrics: () => benchMetrics([10, 100, 1_000], 20, { elections: 100_000, duration: 200, runs: 3 }, write),
  page: () => benchPage(10_000, 5, write),
  proxy: async args => benchProxies(readFlags(args), write)
}

const [first = '', ...rest] = process.argv.slice(2)
const named = Object.hasOwn(benches, first)
try {
  if (first !== '' && !named && !first.startsWith('-')) throw new Error(`pnpm bench ${Object.keys(benches).join('|')}, not "${first}"`)
  await (named ? benches[first]!(rest) : benches.proxy!(process.argv.slice(2)))
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
