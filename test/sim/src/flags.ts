import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { scenarios } from './scenarios/scenarios.ts'
import type { Scenario } from './scenarios/scenario.ts'

/** What was asked for on the command line. */
export interface Flags {
  readonly seed: number
  readonly quick: boolean
  /** The directory for the charts. */
  readonly out: string
  readonly scenarios: readonly Scenario[]
}

/** @throws an Error whose message is one line for people */
export function readFlags (args: readonly string[]): Flags {
  const { values } = parse(args)
  if (!/^\d{1,9}$/.test(values.seed)) throw new Error(`--seed must be a whole number of up to nine digits, not "${values.seed}"`)
  const wanted = values.scenario
  const stranger = wanted.find(name => !scenarios.some(scenario => scenario.name === name))
  if (stranger !== undefined) {
    throw new Error(`--scenario must be one of ${scenarios.map(({ name }) => name).join(', ')}, not "${stranger}"`)
  }
  return {
    seed: Number(values.seed),
    quick: values.quick,
    out: values.out,
    scenarios: wanted.length === 0 ? scenarios : scenarios.filter(({ name }) => wanted.includes(name))
  }
}

interface Values {
  readonly seed: string
  readonly quick: boolean
  readonly out: string
  readonly scenario: readonly string[]
}

function parse (args: readonly string[]): { values: Values } {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string', default: '1' },
        quick: { type: 'boolean', default: false },
        out: { type: 'string', default: join(tmpdir(), 'sim') },
        scenario: { type: 'string', multiple: true, default: [] }
      }
    })
  } catch (error) {
    // Node explains at length after the first sentence.
    throw new Error((error as Error).message.split(/[.\n]/, 1)[0]!)
  }
}
