import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import { Balancers, readInterval } from '@fastify-balancer/core'
import type { BalancerOptions, LbMethod } from '@fastify-balancer/core'
import { BadOptionError } from './errors.ts'
import type { HeaderOptions } from './headers.ts'
import type { EncodedSlashes } from './path.ts'
import type { CookieOptions, ReverseOptions } from './reverse.ts'
import type { ProxyPassOptions } from './rules.ts'
import type { SslProxySettings } from './ssl-proxy.ts'

export interface BalancerPluginOptions {
  /** Balancers by name; or the balancers of another app, to share their state. */
  readonly balancers?: Balancers | Readonly<Record<string, BalancerOptions>>
  /** lbmethods of the app's own, usable by their names. */
  readonly lbMethods?: readonly LbMethod[]
  /** What goes where, tried in this order: the first that matches wins. */
  readonly proxyPass?: readonly ProxyPassOptions[]
  /** What a `%2F` in a path is. Default false: such a path is not found; true: a slash; `nodecode`: an escape, also in what is sent. */
  readonly allowEncodedSlashes?: EncodedSlashes
  /** What of a member's Location, Content-Location, URI and Destination becomes which path here. */
  readonly proxyPassReverse?: readonly ReverseOptions[]
  /** What path of a Set-Cookie becomes which. */
  readonly proxyPassReverseCookiePath?: readonly CookieOptions[]
  /** What domain of a Set-Cookie becomes which. */
  readonly proxyPassReverseCookieDomain?: readonly CookieOptions[]
  /** What changes in the headers of members' answers, in this order. */
  readonly headers?: readonly HeaderOptions[]
  /** Members get the Host that the client sent. Default false: they get their own name. */
  readonly proxyPreserveHost?: boolean
  /** Adds X-Forwarded-For, X-Forwarded-Host and X-Forwarded-Server. Default true. */
  readonly proxyAddHeaders?: boolean
  /** Longest silence of a member that has no `timeout` of its own: seconds, or with a unit (`500ms`). Default 60. */
  readonly proxyTimeout?: number | string
  /** X-Forwarded-Server. Default: the name that the client asked for. */
  readonly serverName?: string
  /** What TLS to `https` members asks for. Default: certificates are verified. */
  readonly sslProxy?: SslProxySettings
  /** Our own address in connections to members. Default: the system chooses. */
  readonly proxySourceAddress?: string
  /** Other addresses to connect to, as curl's `--connect-to`: `HOST:PORT:TO-HOST:TO-PORT`. */
  readonly connectTo?: readonly string[]
}

/** The options with their defaults; `proxyTimeout` in milliseconds. */
export type Settings = Required<Omit<BalancerPluginOptions, 'balancers' | 'lbMethods' | 'proxyTimeout' | 'proxySourceAddress' | 'serverName'>> & {
  readonly proxyTimeout: number
  readonly proxySourceAddress: string | null
  readonly serverName: string | undefined
}

interface Kind {
  readonly expected: string
  readonly accepts: (value: unknown) => boolean
}

const object: Kind = { expected: 'an object', accepts: value => typeof value === 'object' && value !== null }
const array: Kind = { expected: 'an array', accepts: Array.isArray }
const boolean: Kind = { expected: 'true or false', accepts: value => typeof value === 'boolean' }
const string: Kind = { expected: 'a text', accepts: value => typeof value === 'string' }
const address: Kind = { expected: 'an IP address', accepts: value => typeof value === 'string' && isIP(value) !== 0 }
const interval: Kind = {
  expected: 'a number of seconds above 0, or one with a unit (s, ms, mi, h)',
  accepts: value => (readInterval(value, 's') ?? 0) > 0
}

/** A list of objects that have at least these texts. */
function listOf (...names: readonly string[]): Kind {
  return {
    expected: `an array of { ${names.join(', ')} }`,
    accepts: value => Array.isArray(value) && value.every(entry => object.accepts(entry) && names.every(name => string.accepts(entry[name])))
  }
}

const kinds: Readonly<Record<keyof BalancerPluginOptions, Kind>> = {
  balancers: object,
  lbMethods: listOf('name'),
  proxyPass: listOf('url'),
  allowEncodedSlashes: { expected: 'true, false or nodecode', accepts: value => typeof value === 'boolean' || value === 'nodecode' },
  proxyPassReverse: listOf('path', 'url'),
  proxyPassReverseCookiePath: listOf('internal', 'public'),
  proxyPassReverseCookieDomain: listOf('internal', 'public'),
  headers: listOf('action', 'name'),
  proxyPreserveHost: boolean,
  proxyAddHeaders: boolean,
  proxyTimeout: interval,
  serverName: string,
  proxySourceAddress: address,
  sslProxy: object,
  connectTo: array
}

/**
 * Fills in the defaults.
 * @throws FST_BALANCER_BAD_OPTION for an option that is unknown or of the wrong type
 */
export function readSettings (options: BalancerPluginOptions): Settings {
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name as keyof BalancerPluginOptions] : undefined
    if (kind === undefined) throw new BadOptionError(`unknown option ${name}`)
    if (value !== undefined && !kind.accepts(value)) throw new BadOptionError(`${name} must be ${kind.expected}`)
  }
  return {
    proxyPass: options.proxyPass ?? [],
    allowEncodedSlashes: options.allowEncodedSlashes ?? false,
    proxyPassReverse: options.proxyPassReverse ?? [],
    proxyPassReverseCookiePath: options.proxyPassReverseCookiePath ?? [],
    proxyPassReverseCookieDomain: options.proxyPassReverseCookieDomain ?? [],
    headers: options.headers ?? [],
    proxyPreserveHost: options.proxyPreserveHost ?? false,
    proxyAddHeaders: options.proxyAddHeaders ?? true,
    proxyTimeout: readInterval(options.proxyTimeout ?? 60, 's')!,
    serverName: options.serverName,
    proxySourceAddress: options.proxySourceAddress ?? null,
    sslProxy: options.sslProxy ?? {},
    connectTo: options.connectTo ?? []
  }
}

/**
 * The balancers that the options define or hand in.
 * @throws FST_BALANCER_BAD_PARAMETER
 */
export function readBalancers (options: BalancerPluginOptions): Balancers {
  const { balancers = {}, lbMethods = [] } = options
  const all = balancers instanceof Balancers ? balancers : new Balancers(randomUUID, Math.random)
  for (const lbMethod of lbMethods) all.addLbMethod(lbMethod)
  if (balancers !== all) {
    for (const [name, balancer] of Object.entries(balancers as Record<string, BalancerOptions>)) all.add(name, balancer)
  }
  return all
}
