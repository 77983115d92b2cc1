import { parseArgs } from 'node:util'
import { contenders } from './contenders.ts'
import type { Contender } from './contenders.ts'
import { loads } from './loads.ts'
import type { Load } from './loads.ts'

/** What was asked for on the command line. */
export interface Flags {
  readonly contenders: readonly Contender[]
  readonly loads: readonly Load[]
  readonly rounds: number
  /** How long each measurement takes, in milliseconds. */
  readonly duration: number
  /** Connections that rest while memory is measured; 0: it is not. */
  readonly idle: number
  /** Where table and chart go; null: nowhere, as only a part is measured. */
  readonly docs: string | null
}

const usage = 'usage: pnpm bench [--only NAME]… [--load NAME]… [--rounds N] [--seconds N] [--idle N]'

/** @throws an Error whose message is for people */
export function readFlags (args: readonly string[]): Flags {
  const { values } = parse(args)
  const chosen = pick('--only', contenders, values.only)
  return {
    contenders: chosen.filter(({ isInstalled }) => isInstalled()),
    loads: pick('--load', loads, values.load),
    rounds: positive('--rounds', values.rounds),
    duration: positive('--seconds', values.seconds) * 1_000,
    idle: Number(values.idle),
    docs: values.only.length + values.load.length === 0 ? 'docs' : null
  }
}

function parse (args: readonly string[]): { values: Record<'only' | 'load', string[]> & Record<'rounds' | 'seconds' | 'idle', string> } {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true, default: [] },
        load: { type: 'string', multiple: true, default: [] },
        rounds: { type: 'string', default: '3' },
        seconds: { type: 'string', default: '2' },
        idle: { type: 'string', default: '1000' }
      }
    })
  } catch {
    throw new Error(usage)
  }
}

function pick<T extends { readonly name: string }> (flag: string, all: readonly T[], names: readonly string[]): readonly T[] {
  const stranger = names.find(name => !all.some(each => each.name === name))
  if (stranger !== undefined) throw new Error(`${flag} must be one of ${all.map(({ name }) => `"${name}"`).join(', ')}, not "${stranger}"`)
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name))
}

function positive (flag: string, text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`${flag} must be a number above 0, not "${text}"`)
  return value
}
