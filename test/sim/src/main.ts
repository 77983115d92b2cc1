import { sim } from './sim.ts'

process.exitCode = sim(process.argv.slice(2), process.stdout, process.stderr)
