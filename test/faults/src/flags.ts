import { parseArgs } from 'node:util'
import type { Options } from './run.ts'

/** @throws an Error whose message is one line for people */
export function readFlags (args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      seconds: { type: 'string', default: '300' },
      rate: { type: 'string', default: '40' }
    }
  })
  const read = (name: 'seed' | 'seconds' | 'rate'): number => {
    if (!/^[1-9]\d{0,8}$/.test(values[name])) throw new Error(`--${name} must be a whole number from 1 on, not "${values[name]}"`)
    return Number(values[name])
  }
  return { seed: read('seed'), duration: read('seconds') * 1_000, rate: read('rate') }
}
