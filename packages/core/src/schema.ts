import { readInterval } from './interval.ts'
import { int, interval, onOff, text, toNumber } from './parameter.ts'
import type { Parameter } from './parameter.ts'
import { flag, readStatus } from './status.ts'

/** How a member is checked: by a connection alone, or by a request in HTTP/1.0 or, with `11`, HTTP/1.1. */
export type HcMethod = 'NONE' | 'TCP' | 'OPTIONS' | 'HEAD' | 'GET' | 'OPTIONS11' | 'HEAD11' | 'GET11'

/** All of them, in the order of httpd's form. */
export const hcMethods: readonly HcMethod[] = ['NONE', 'TCP', 'OPTIONS', 'HEAD', 'GET', 'OPTIONS11', 'HEAD11', 'GET11']

/** The parameters of one `BalancerMember`. Times are milliseconds. */
export interface MemberParameters {
  /** Share for the lbmethods, 1 to 100 in hundredths. Default 1. */
  loadfactor: number
  /** Cascade group, 0 to 99; the lowest with an electable member gets everything. Default 0. */
  lbset: number
  /** Name that a session id ends in. Default empty. */
  route: string
  /** Route to use instead while this member is unusable. Default empty. */
  redirect: string
  /** Status flags at start. Default `O` (initialised). */
  status: number
  /** Shortest time in error before the member may be tried again. Default 60 s. */
  retry: number
  /** Longest silence of the backend; 0: ProxyTimeout. Default 0. */
  timeout: number
  /** Longest time to connect; 0: `timeout`. Default 0. */
  connectiontimeout: number
  /** Idle connections older than this are not used again; 0: keep. Default 0. */
  ttl: number
  /** So many connections, once open, are kept for longer than `ttl`. Default 0. */
  min: number
  /** Without a `ttl`: most idle connections that are kept; null: all. Default null. */
  smax: number | null
  /** Most connections at once; 0: no limit. Default 0. */
  max: number
  /** How long a request waits for a connection while `max` are in use; 0: for ever. Default 0. */
  acquire: number
  /** Requests with a body ask first (100-continue), and the member is given up when it stays silent for so long; 0: never. Default 0. */
  ping: number
  /** Time over which a member that starts or comes back gets its full share; 0: at once. Default 0. */
  slowstart: number
  /** How long the address of the host name holds, and with it the connections there; -1: until restart; null: each new connection asks anew. Default null. */
  addressttl: number | null
  /** Longest header line of an answer in bytes. Default 8192. */
  responsefieldsize: number
  /** TCP keep-alive on backend sockets. Default off. */
  keepalive: boolean
  /** Close the backend connection after every request. Default off. */
  disablereuse: boolean
  /** The protocols that clients may change to: names with commas between, or `ANY`. Default none; for `ws://`, `wss://` WebSocket. */
  upgrade: string
  /** How it is checked. Default `NONE`: it is not. */
  hcmethod: HcMethod
  /** Time from the end of a check to the next. Default 30 s. */
  hcinterval: number
  /** Checks in a row that must pass to bring it back. Default 1. */
  hcpasses: number
  /** Checks in a row that must fail to take it out. Default 1. */
  hcfails: number
  /** What is asked for, behind the path of its URL. Default empty. */
  hcuri: string
  /** Name of the expression that decides whether an answer passes; empty: its status does. Default empty. */
  hcexpr: string
}

/** `stickysession=COOKIE|PATHPARAM`; one name stands for both. */
export interface StickySession {
  readonly cookie: string
  readonly path: string
}

/** The parameters of one balancer. Times are milliseconds. */
export interface BalancerParameters {
  /** Name of the lbmethod. Default `byrequests`. */
  lbmethod: string
  /** Cookie and path parameter that carry the session id; null: no affinity. Default null. */
  stickysession: StickySession | null
  /** What separates session id and route; empty (`Off`): the whole value is the route. Default `.`. */
  stickysessionsep: string
  /** `;` also ends the value found in the URL. Default off. */
  scolonpathdelim: boolean
  /** 503 instead of another member when the route's member cannot be used. Default off. */
  nofailover: boolean
  /** How long a request waits for some member to become electable. Default 0. */
  timeout: number
  /** Tries after the first; null: members − 1. Default null. */
  maxattempts: number | null
  /** Final statuses that put the member in error. Default none. */
  failonstatus: readonly number[]
  /** A timeout before the status line puts the member in error. Default off. */
  failontimeout: boolean
  /** The manager's token; null: random at each start. `None` in httpd.conf is the empty string. Default null. */
  nonce: string | null
  /** How many members may be added at run time. Default 0. */
  growth: number
  /** bysource: most requests in flight on a member, as a multiple of its share; at least 1. Default 1.25. */
  loadbound: number
  /** Name of the balancer's own affinity cookie; empty: none. Default empty. */
  routecookie: string
  /** Name of the backends' session cookie whose members are remembered, where it carries no route; empty: none. Default empty. */
  learn: string
  /** Requests that a member took and died with are repeated even if their method is not idempotent. Default off. */
  nonidempotent: boolean
  /** Most repeats of requests in per cent of the requests, beside a few that are always allowed; 0: none at all. Default 20. */
  retrybudget: number
  /** Time over which the WebSockets of a member that is taken out are closed, one after the other; 0: at once. Default 30 s. */
  drainwindow: number
  /** All members in error: try them again at once. Default on. */
  forcerecovery: boolean
  /** So many failures of a member one after the other eject it; 0: no member is ejected. Default 0. */
  ejectfails: number
  /** Failures in per cent of its requests within `ejectwindow` that eject it as well; 0: not looked at. Default 50. */
  ejectshare: number
  /** Default 10 s. */
  ejectwindow: number
  /** For how long it is ejected; each further time twice as long. Default 2 s. */
  ejecttime: number
  /** The longest time; and one ejection is forgotten for each such time in rotation. Default 60 s. */
  ejectmax: number
  /** Statuses that count as a failure, as no answer does. Default 500, 502, 503, 504. */
  ejectonstatus: readonly number[]
  /** So many members are never ejected. Default 1. */
  keepatleast: number
}

export type MemberSchema = { readonly [K in keyof MemberParameters]: Parameter<MemberParameters[K]> }
export type BalancerSchema = { readonly [K in keyof BalancerParameters]: Parameter<BalancerParameters[K]> }

const loadfactor: Parameter<number> = {
  expected: 'a number from 1 to 100',
  read: value => {
    // httpd keeps hundredths: 1.999 becomes 1.99. The small sum undoes 1.15 * 100 = 114.99999999999999.
    const hundredths = Math.trunc(toNumber(value) * 100 + 1e-9)
    return hundredths >= 100 && hundredths <= 10_000 ? hundredths / 100 : undefined
  },
  default: 1
}

const loadbound: Parameter<number> = {
  expected: 'a number from 1 to 100',
  read: value => {
    const bound = toNumber(value)
    return bound >= 1 && bound <= 100 ? bound : undefined
  },
  default: 1.25
}

const cookieName: Parameter<string> = {
  // RFC 6265 §4.1.1: a token.
  expected: 'the name of a cookie',
  read: value => typeof value === 'string' && /^[\w!#$%&'*+\-.^`|~]{1,64}$/.test(value) ? value : undefined,
  default: ''
}

const upgrade: Parameter<string> = {
  // RFC 9110 §7.8: names, each perhaps with a version.
  expected: 'protocols separated by commas, or ANY, at most 15 characters',
  read: value => typeof value === 'string' && value.length <= 15 && /^[^\s,]+(?:, *[^\s,]+)*$/.test(value) && !/[^!-~ ]/.test(value) ? value : undefined,
  default: ''
}

const status: Parameter<number> = {
  expected: 'status letters out of I N D S E H R C, each after + or -',
  read: value => typeof value === 'string' ? readStatus(value, flag.O) : undefined,
  default: flag.O
}

const stickysession: Parameter<StickySession | null> = {
  expected: 'NAME or COOKIE|PATHPARAM, at most 64 characters',
  read: value => {
    if (typeof value !== 'string') return undefined
    const names = /^([^|\s;,=]+)(?:\|([^|\s]+))?$/.exec(value)
    if (names === null || value.length > 64) return undefined
    return Object.freeze({ cookie: names[1]!, path: names[2] ?? names[1]! })
  },
  default: null
}

const stickysessionsep: Parameter<string> = {
  expected: 'one character, or Off',
  read: value => {
    if (typeof value !== 'string') return undefined
    if (value.toLowerCase() === 'off') return ''
    return value.length === 1 ? value : undefined
  },
  default: '.'
}

/** Statuses, such as `500,503`. */
function statuses (...byDefault: number[]): Parameter<readonly number[]> {
  return {
    expected: 'statuses from 100 to 599, separated by commas',
    read: value => {
      const words: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [value]
      const codes = words.map(toNumber)
      return codes.every(code => Number.isInteger(code) && code >= 100 && code <= 599) ? Object.freeze(codes) : undefined
    },
    default: Object.freeze(byDefault)
  }
}

const nonce: Parameter<string | null> = {
  expected: 'a text of at most 36 characters, or None',
  read: value => {
    if (typeof value !== 'string' || value.length > 36) return undefined
    return value.toLowerCase() === 'none' ? '' : value
  },
  default: null
}

const lbmethod: Parameter<string> = {
  expected: 'the name of an lbmethod',
  read: value => typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined,
  default: 'byrequests'
}

const maxattempts: Parameter<number | null> = {
  expected: 'a whole number from 0 to 99',
  read: int(0, 99, 0).read,
  default: null
}

const smax: Parameter<number | null> = {
  expected: int(0, Infinity, 0).expected,
  read: int(0, Infinity, 0).read,
  default: null
}

const addressttl: Parameter<number | null> = {
  expected: '-1, a whole number of seconds, or one with a unit (s, ms, mi, h)',
  read: value => value === -1 || value === '-1' ? -1 : readInterval(value, 's'),
  default: null,
  unit: 's'
}

const responsefieldsize: Parameter<number> = {
  expected: int(0, Infinity, 0).expected,
  // To httpd 0 is the default too.
  read: value => {
    const size = int(0, Infinity, 0).read(value)
    return size === 0 ? 8_192 : size
  },
  default: 8_192
}

const hcmethod: Parameter<HcMethod> = {
  expected: `one of ${hcMethods.join(', ')}`,
  read: value => typeof value === 'string' ? hcMethods.find(method => method === value.toUpperCase()) : undefined,
  default: 'NONE'
}

const checks: Parameter<number> = {
  expected: int(0, Infinity, 1).expected,
  // To httpd 0 is as good as 1.
  read: value => {
    const count = int(0, Infinity, 1).read(value)
    return count === 0 ? 1 : count
  },
  default: 1
}

const hcuri: Parameter<string> = {
  // It stands in a request line (RFC 9112 §3.2).
  expected: 'a path of at most 63 characters, without blanks',
  read: value => typeof value === 'string' && /^[!-~]{0,63}$/.test(value) ? value : undefined,
  default: ''
}

const hcexpr: Parameter<string> = {
  expected: 'the name of an expression, at most 15 characters without blanks',
  read: value => typeof value === 'string' && /^[^\s\p{Cc}]{0,15}$/u.test(value) ? value : undefined,
  default: ''
}

/** Every parameter of a member, with httpd's ranges and defaults (mod_proxy, "BalancerMember parameters"). */
export const memberSchema: MemberSchema = {
  loadfactor,
  lbset: int(0, 99, 0),
  route: text(63),
  redirect: text(63),
  status,
  retry: interval('s', 0, 60_000),
  timeout: interval('s', 1, 0),
  connectiontimeout: interval('s', 1, 0),
  ttl: interval('s', 1, 0),
  min: int(0, Infinity, 0),
  smax,
  max: int(0, Infinity, 0),
  acquire: interval('ms', 1, 0),
  ping: interval('s', 1, 0),
  slowstart: interval('s', 0, 0),
  addressttl,
  responsefieldsize,
  keepalive: onOff(false),
  disablereuse: onOff(false),
  upgrade,
  hcmethod,
  hcinterval: interval('s', 100, 30_000),
  hcpasses: checks,
  hcfails: checks,
  hcuri,
  hcexpr
}

/** Every parameter of a balancer, with httpd's ranges and defaults (mod_proxy, "Balancer parameters"). */
export const balancerSchema: BalancerSchema = {
  lbmethod,
  stickysession,
  stickysessionsep,
  scolonpathdelim: onOff(false),
  nofailover: onOff(false),
  timeout: interval('s', 1, 0),
  maxattempts,
  failonstatus: statuses(),
  failontimeout: onOff(false),
  nonce,
  growth: int(1, 100, 0),
  loadbound,
  routecookie: cookieName,
  learn: cookieName,
  nonidempotent: onOff(false),
  retrybudget: int(0, 100, 20),
  drainwindow: interval('s', 0, 30_000),
  forcerecovery: onOff(true),
  ejectfails: int(0, 99, 0),
  ejectshare: int(0, 100, 50),
  ejectwindow: interval('s', 1, 10_000),
  ejecttime: interval('s', 1, 2_000),
  ejectmax: interval('s', 1, 60_000),
  ejectonstatus: statuses(500, 502, 503, 504),
  keepatleast: int(1, 99, 1)
}
