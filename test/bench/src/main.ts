/** `pnpm bench elect`: what an election costs on this machine. */
import { bench } from './bench.ts'

const benches: Readonly<Record<string, () => void>> = {
  elect: () => bench([2, 10, 100, 1_000, 10_000], { elections: 100_000, duration: 200, runs: 3 }, text => process.stdout.write(text))
}

const [name = ''] = process.argv.slice(2)
const chosen = Object.hasOwn(benches, name) ? benches[name] : undefined
if (chosen === undefined) {
  process.stderr.write(`usage: pnpm bench ${Object.keys(benches).join('|')}\n`)
  process.exitCode = 1
} else {
  chosen()
}
