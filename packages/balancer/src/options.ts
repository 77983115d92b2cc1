import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import { Balancers, readInterval } from '@fastify-balancer/core'
import type { BalancerOptions, LbMethod } from '@fastify-balancer/core'
import { BadOptionError } from './errors.ts'
import { forwardedHeaders, httpdForwarded } from './forwarded.ts'
import type { ForwardedHeader } from './forwarded.ts'
import type { HeaderOptions, RequestHeaderOptions } from './headers.ts'
import type { EncodedSlashes } from './path.ts'
import type { CookieOptions, ReverseOptions } from './reverse.ts'
import type { ProxyPassOptions } from './rules.ts'
import type { SectionOptions } from './sections.ts'
import type { SslProxySettings } from './ssl-proxy.ts'
import { proxyVias } from './via.ts'
import type { ProxyVia } from './via.ts'

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
  /** What changes in the headers of answers, in this order. */
  readonly headers?: readonly HeaderOptions[]
  /** What changes in the headers of requests to members, in this order. */
  readonly requestHeaders?: readonly RequestHeaderOptions[]
  /** Members get the Host that the client sent. Default false: they get their own name. */
  readonly proxyPreserveHost?: boolean
  /** What is added for members to know the client. Default true: X-Forwarded-For, X-Forwarded-Host and X-Forwarded-Server. */
  readonly proxyAddHeaders?: boolean | readonly ForwardedHeader[]
  /** Clients whose own X-Forwarded-* and Forwarded are passed on: addresses and subnets. Default true: all. */
  readonly trustForwarded?: boolean | readonly string[]
  /** Whether requests and answers get a Via, or requests lose theirs. Default `off`. */
  readonly proxyVia?: ProxyVia
  /** Max-Forwards of requests that have none. Default: they get none. */
  readonly proxyMaxForwards?: number
  /** Statuses, 400 to 599, for which the app's own page stands in; true: all of them. Default false. */
  readonly proxyErrorOverride?: boolean | readonly number[]
  /** What holds for the requests to some paths only, in this order. */
  readonly sections?: readonly SectionOptions[]
  /** Longest silence of a member that has no `timeout` of its own: seconds, or with a unit (`500ms`). Default 60. */
  readonly proxyTimeout?: number | string
  /** Most bytes of a request's body that are kept to send it again when a member fails. Default 65536. */
  readonly proxyRetryBodySize?: number
  /** Clients that wait for 100 Continue hear it from the member. Default true; false: they get it at once. */
  readonly proxy100Continue?: boolean
  /** Answers of 502, 503 and 504 name the member that failed and say how. Default false: only the log does. */
  readonly proxyErrorReason?: boolean
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
export type Settings = Required<Omit<BalancerPluginOptions, 'balancers' | 'lbMethods' | 'proxyTimeout' | 'proxySourceAddress' | 'serverName' | 'proxyMaxForwards'>> & {
  readonly proxyMaxForwards: number | undefined
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
const size: Kind = {
  expected: 'a whole number of bytes',
  accepts: value => Number.isInteger(value) && Number(value) >= 0
}
const interval: Kind = {
  expected: 'a number of seconds above 0, or one with a unit (s, ms, mi, h)',
  accepts: value => (readInterval(value, 's') ?? 0) > 0
}

function isErrorStatus (value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 400 && Number(value) <= 599
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
  requestHeaders: listOf('action', 'name'),
  proxyPreserveHost: boolean,
  proxyAddHeaders: {
    expected: `true, false or an array of ${forwardedHeaders.join(', ')}`,
    accepts: value => boolean.accepts(value) || (Array.isArray(value) && value.every(each => forwardedHeaders.includes(each)))
  },
  trustForwarded: { expected: 'true, false or an array of addresses', accepts: value => boolean.accepts(value) || Array.isArray(value) },
  proxyVia: { expected: `one of ${proxyVias.join(', ')}`, accepts: value => proxyVias.some(each => each === value) },
  proxyMaxForwards: { expected: 'a whole number from 0', accepts: value => Number.isSafeInteger(value) && Number(value) >= 0 },
  proxyErrorOverride: {
    expected: 'true, false or an array of statuses from 400 to 599',
    accepts: value => boolean.accepts(value) || (Array.isArray(value) && value.every(isErrorStatus))
  },
  sections: { expected: 'an array of { path }', accepts: value => Array.isArray(value) && value.every(object.accepts) },
  proxyTimeout: interval,
  proxyRetryBodySize: size,
  proxy100Continue: boolean,
  proxyErrorReason: boolean,
  serverName: string,
  proxySourceAddress: address,
  sslProxy: object,
  connectTo: array
}

const { headers, requestHeaders, proxyPreserveHost, proxyAddHeaders, proxyErrorOverride } = kinds

const sectionKinds: Readonly<Record<keyof SectionOptions, Kind>> = {
  path: { expected: 'a path that begins with /, or an expression', accepts: value => value instanceof RegExp || (string.accepts(value) && String(value).startsWith('/')) },
  headers,
  requestHeaders,
  proxyPreserveHost,
  proxyAddHeaders,
  proxyErrorOverride
}

/**
 * Fills in the defaults.
 * @throws FST_BALANCER_BAD_OPTION for an option that is unknown or of the wrong type
 */
export function readSettings (options: BalancerPluginOptions): Settings {
  check(options, kinds, '')
  for (const section of options.sections ?? []) check({ ...section, path: section.path ?? '' }, sectionKinds, `sections ${String(section.path)}: `)
  return {
    proxyPass: options.proxyPass ?? [],
    allowEncodedSlashes: options.allowEncodedSlashes ?? false,
    proxyPassReverse: options.proxyPassReverse ?? [],
    proxyPassReverseCookiePath: options.proxyPassReverseCookiePath ?? [],
    proxyPassReverseCookieDomain: options.proxyPassReverseCookieDomain ?? [],
    headers: options.headers ?? [],
    requestHeaders: options.requestHeaders ?? [],
    proxyPreserveHost: options.proxyPreserveHost ?? false,
    proxyAddHeaders: options.proxyAddHeaders ?? true,
    trustForwarded: options.trustForwarded ?? true,
    proxyVia: options.proxyVia ?? 'off',
    proxyMaxForwards: options.proxyMaxForwards,
    proxyErrorOverride: options.proxyErrorOverride ?? false,
    sections: options.sections ?? [],
    proxyTimeout: readInterval(options.proxyTimeout ?? 60, 's')!,
    proxyRetryBodySize: options.proxyRetryBodySize ?? 65_536,
    proxy100Continue: options.proxy100Continue ?? true,
    proxyErrorReason: options.proxyErrorReason ?? false,
    serverName: options.serverName,
    proxySourceAddress: options.proxySourceAddress ?? null,
    sslProxy: options.sslProxy ?? {},
    connectTo: options.connectTo ?? []
  }
}

function check (options: object, known: Readonly<Record<string, Kind>>, whose: string): void {
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(known, name) ? known[name] : undefined
    if (kind === undefined) throw new BadOptionError(`${whose}unknown option ${name}`)
    if (value !== undefined && !kind.accepts(value)) throw new BadOptionError(`${whose}${name} must be ${kind.expected}`)
  }
}

/** The names behind `proxyAddHeaders`. */
export function readForwarded (given: boolean | readonly ForwardedHeader[]): readonly ForwardedHeader[] {
  if (typeof given === 'boolean') return given ? httpdForwarded : []
  return given
}

/** The statuses behind `proxyErrorOverride`; null: none. */
export function readStatuses (given: boolean | readonly number[]): ReadonlySet<number> | null {
  if (given === true) return new Set(Array.from({ length: 200 }, (_, i) => 400 + i))
  return given === false || given.length === 0 ? null : new Set(given)
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
