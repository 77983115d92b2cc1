/** Reads the flags of each command. */
import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'
import { readAddress } from './address.ts'
import type { ListenAddress } from './address.ts'
import { Refusal } from './refusal.ts'

/** What `start` is asked to do. */
export interface StartArguments {
  /** The httpd.conf; null: the demo. */
  readonly file: string | null
  /** Replaces the file's ports; empty: the file's. */
  readonly listen: readonly ListenAddress[]
  /** `HOST:PORT:TO-HOST:TO-PORT`, as curl's. */
  readonly connectTo: readonly string[]
  readonly define: Readonly<Record<string, string>>
  readonly workers: number
}

/** What `check` is asked to do. */
export interface CheckArguments {
  readonly file: string
  readonly define: Readonly<Record<string, string>>
}

const define = { type: 'string', multiple: true, short: 'D', default: [] as string[] } as const

/** @throws Refusal */
export function readStartArguments (args: readonly string[]): StartArguments {
  const { values, positionals } = parse('start', {
    args: [...args],
    allowPositionals: true,
    options: {
      define,
      listen: { type: 'string', multiple: true, default: [] as string[] },
      'connect-to': { type: 'string', multiple: true, default: [] as string[] },
      workers: { type: 'string', default: '1' }
    }
  })
  if (positionals.length > 1) throw new Refusal(`start: one file at most, not ${positionals.length}`)
  return {
    file: positionals[0] ?? null,
    listen: values.listen.map(readListen),
    connectTo: values['connect-to'].map(readConnectTo),
    define: readDefinitions(values.define),
    workers: readWorkers(values.workers)
  }
}

/** @throws Refusal */
export function readCheckArguments (args: readonly string[]): CheckArguments {
  const { values, positionals } = parse('check', { args: [...args], allowPositionals: true, options: { define } })
  const [file, ...others] = positionals
  if (file === undefined) throw new Refusal('check: which file? fastify-balancer check httpd.conf')
  if (others.length > 0) throw new Refusal(`check: one file, not ${positionals.length}`)
  return { file, define: readDefinitions(values.define) }
}

function parse<C extends ParseArgsConfig> (command: string, config: C): ReturnType<typeof parseArgs<C>> {
  try {
    return parseArgs(config)
  } catch (error) {
    // The first sentence names the flag; the rest is advice for those who wrote the parser's options.
    throw new Refusal(`${command}: ${(error as Error).message.split('. ')[0]}`)
  }
}

function readListen (text: string): ListenAddress {
  const [, scheme, rest] = /^(?:(https?):\/\/)?(.*)$/s.exec(text)!
  const address = readAddress(rest!)
  if (address === undefined) throw new Refusal(`--listen must be HOST:PORT or https://HOST:PORT, not "${text}"`)
  return scheme === 'https' ? { ...address, tls: true } : address
}

function readConnectTo (text: string): string {
  // Hosts may be empty (any) or [IPv6], ports may be empty (any), as in curl.
  if (/^(?:\[[^\]]+\]|[^:]*):\d*:(?:\[[^\]]+\]|[^:]*):\d*$/.test(text)) return text
  throw new Refusal(`--connect-to must be HOST:PORT:TO-HOST:TO-PORT, not "${text}"`)
}

function readDefinitions (definitions: readonly string[]): Record<string, string> {
  return Object.fromEntries(definitions.map(definition => {
    const [, name, value = ''] = /^(\w+)(?:=(.*))?$/s.exec(definition) ?? []
    if (name === undefined) throw new Refusal(`--define must be NAME or NAME=VALUE, not "${definition}"`)
    return [name, value]
  }))
}

function readWorkers (text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new Refusal(`--workers must be a number from 1 to 999, not "${text}"`)
  return Number(text)
}
