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

/** Which manager a command asks, and as whom. */
export interface RemoteArguments {
  /** Of the manager's page. */
  readonly url: URL
  /** null: as nobody, or as netrc says. */
  readonly user: string | null
  /** A certificate that nobody vouches for will do. */
  readonly insecure: boolean
}

/** What `show` is asked to do. */
export interface ShowArguments extends RemoteArguments {
  /** null: all. */
  readonly balancer: string | null
  readonly json: boolean
}

/** What `set` is asked to do. */
export interface SetArguments extends RemoteArguments {
  /** A member, or `balancer://name`. */
  readonly target: string
  /** The words of httpd.conf by parameter; null: its default. */
  readonly set: Readonly<Record<string, string | null>>
  readonly note: string | null
  readonly json: boolean
}

/** What `drain` is asked to do. */
export interface DrainArguments extends RemoteArguments {
  readonly member: string
  readonly wait: boolean
  /** null: there is none. */
  readonly deadline: string | null
  readonly then: 'stop' | 'disable' | 'keep'
  readonly note: string | null
}

const remote = { user: { type: 'string' }, insecure: { type: 'boolean', default: false } } as const

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

/** @throws Refusal */
export function readShowArguments (args: readonly string[]): ShowArguments {
  const { values, positionals } = parse('show', { args: [...args], allowPositionals: true, options: { ...remote, json: { type: 'boolean', default: false } } })
  const [url, balancer = null, ...others] = positionals
  if (others.length > 0) throw new Refusal(`show: one balancer, not ${positionals.length - 1}`)
  return { ...readRemote('show', url, values), balancer: balancer === null ? null : balancer.replace(/^balancer:\/\//, ''), json: values.json }
}

/** @throws Refusal */
export function readSetArguments (args: readonly string[]): SetArguments {
  const { values, positionals } = parse('set', {
    args: [...args], allowPositionals: true, options: { ...remote, note: { type: 'string' }, json: { type: 'boolean', default: false } }
  })
  const [url, target, ...words] = positionals
  const manager = readRemote('set', url, values)
  if (target === undefined || words.length === 0) throw new Refusal('set: fastify-balancer set URL MEMBER key=value…')
  const set = Object.fromEntries(words.map(word => {
    const [, name, value = ''] = /^(\w+)=(.*)$/s.exec(word) ?? []
    if (name === undefined) throw new Refusal(`set: key=value, not "${word}"`)
    return [name, value === '' ? null : value]
  }))
  return { ...manager, target, set, note: values.note ?? null, json: values.json }
}

/** @throws Refusal */
export function readDrainArguments (args: readonly string[]): DrainArguments {
  const { values, positionals } = parse('drain', {
    args: [...args],
    allowPositionals: true,
    options: {
      ...remote, note: { type: 'string' }, wait: { type: 'boolean', default: false }, deadline: { type: 'string' }, then: { type: 'string', default: 'keep' }
    }
  })
  const [url, member, ...others] = positionals
  const manager = readRemote('drain', url, values)
  const { then } = values
  if (member === undefined || others.length > 0) throw new Refusal('drain: fastify-balancer drain URL MEMBER')
  if (then !== 'stop' && then !== 'disable' && then !== 'keep') throw new Refusal(`--then must be stop, disable or keep, not "${then}"`)
  return { ...manager, member, wait: values.wait, deadline: values.deadline ?? null, then, note: values.note ?? null }
}

function readRemote (command: string, text: string | undefined, { user = null, insecure }: { readonly user?: string | undefined | null, readonly insecure: boolean }): RemoteArguments {
  if (text === undefined) throw new Refusal(`${command}: of which manager? fastify-balancer ${command} http://127.0.0.1:8080/balancer-manager`)
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Refusal(`${command}: the URL of the manager's page begins with http:// or https://, not "${text}"`)
  if (url.password !== '' || url.username !== '' || user?.includes(':') === true) {
    throw new Refusal(`${command}: others can read command lines: the password is to be in FASTIFY_BALANCER_PASSWORD or ~/.netrc, the name in --user`)
  }
  url.search = url.hash = ''
  return { url, user, insecure }
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
