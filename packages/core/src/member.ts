import type { Balancer } from './balancer.ts'
import { settle } from './charge.ts'
import { createEjection } from './ejection.ts'
import type { Ejection } from './ejection.ts'
import type { Reason } from './election.ts'
import { hash } from './hash.ts'
import { createHealth } from './health.ts'
import type { Health } from './health.ts'
import { memberSchema } from './schema.ts'
import type { MemberParameters } from './schema.ts'
import { readMemberUrl } from './member-url.ts'
import type { MemberUrl } from './member-url.ts'
import { createStatistics } from './statistics.ts'
import type { MemberStatistics } from './statistics.ts'
import type { Tournament } from './tournament.ts'
import { defaults, readMemberParameters } from './validate.ts'
import type { MemberInput } from './validate.ts'

/** What defines a member: its URL and any of its parameters. */
export interface MemberOptions extends MemberInput {
  readonly url: string
}

/**
 * One backend URL inside a balancer. Its parameters are written by `control` alone, its counters and error state by
 * `account`, `recover` and `ejection` alone, what its checks say by `health`, `lbstatus` by the lbmethods.
 */
export interface BalancerMember extends MemberUrl, Omit<MemberParameters, 'status' | 'loadfactor'> {
  readonly balancer: Balancer
  /** It has left its balancer: who still knows it, such as a session, may not elect it. */
  removed: boolean
  /** loadfactor in hundredths, 100 to 10 000. */
  lbfactor: number
  /** Status flags, see `flag`. */
  flags: number
  /** lbfactor, or less of it while the member starts slowly: what the lbmethods go by. */
  weight: number
  /** When its slow start began, in epoch milliseconds; 0: it has not been electable yet, or not since it failed. */
  startedAt: number
  /** Hash of its URL, for lbmethods that spread by hashing. */
  readonly hash: number
  /** What the lbmethod has on its slate for this member; the pages call it Load. */
  lbstatus: number
  /** The same, but for what elections credited to many at once, as long as nobody asks for `lbstatus`. */
  credit: number
  /** Where it is compared with members of its weight; null: the candidates are few, or it is none. */
  tournament: Tournament | null
  /** As which of them. */
  seat: number
  /** Times elected, also by stickiness and for tries that then failed. */
  elected: number
  /** How often it was elected for which reason. */
  readonly electedBy: Record<Reason, number>
  /** Live sessions, as far as anybody counts them. */
  sessions: number
  /** What bylatency remembers of its latency, in milliseconds. */
  latency: number
  /** When `latency` was last brought up to date, in epoch milliseconds. */
  latencyAt: number
  /** Requests in flight. */
  busy: number
  /** Bytes sent to the backend: request line, headers and bodies. */
  transferred: number
  /** Bytes read from the backend: status lines and bodies. */
  read: number
  readonly statistics: MemberStatistics
  readonly health: Health
  readonly ejection: Ejection
  /** When it last failed, in epoch milliseconds; 0: it did not, or has been reached since. */
  errorTime: number
  /** How often it was taken back from error since it was last reached. */
  retries: number
}

/**
 * Every property is written out, in one literal: that gives all members one shape, which is what lets V8 run an lbmethod's
 * loop over them at full speed. From a spread nearly each would get a shape of its own, and elections take ten times longer.
 * What these loops read comes first, so that it lies side by side in memory.
 * @throws FST_BALANCER_BAD_PARAMETER
 */
export function createMember (balancer: Balancer, options: MemberOptions): BalancerMember {
  const { url, ...given } = options
  const parts = readMemberUrl(String(url), `${balancer.url} member`)
  const parameters = { ...defaults<MemberParameters>(memberSchema), ...readMemberParameters(`${balancer.url} member ${parts.url}`, given) }
  const lbfactor = Math.round(parameters.loadfactor * 100)
  const fields: Omit<BalancerMember, 'lbstatus'> = {
    credit: 0,
    weight: lbfactor,
    lbfactor,
    busy: 0,
    flags: parameters.status,
    hash: hash(parts.url) | 0,
    transferred: 0,
    read: 0,
    latency: 0,
    latencyAt: 0,
    sessions: 0,
    tournament: null,
    seat: 0,
    url: parts.url,
    scheme: parts.scheme,
    hostname: parts.hostname,
    port: parts.port,
    path: parts.path,
    socketPath: parts.socketPath,
    lbset: parameters.lbset,
    route: parameters.route,
    redirect: parameters.redirect,
    retry: parameters.retry,
    timeout: parameters.timeout,
    connectiontimeout: parameters.connectiontimeout,
    ttl: parameters.ttl,
    min: parameters.min,
    smax: parameters.smax,
    max: parameters.max,
    acquire: parameters.acquire,
    ping: parameters.ping,
    slowstart: parameters.slowstart,
    addressttl: parameters.addressttl,
    responsefieldsize: parameters.responsefieldsize,
    keepalive: parameters.keepalive,
    disablereuse: parameters.disablereuse,
    upgrade: parameters.upgrade,
    hcmethod: parameters.hcmethod,
    hcinterval: parameters.hcinterval,
    hcpasses: parameters.hcpasses,
    hcfails: parameters.hcfails,
    hcuri: parameters.hcuri,
    hcexpr: parameters.hcexpr,
    balancer,
    removed: false,
    startedAt: 0,
    elected: 0,
    electedBy: { route: 0, redirect: 0, learned: 0, probe: 0, source: 0, lbmethod: 0, failover: 0 },
    statistics: createStatistics(),
    health: createHealth(),
    ejection: createEjection(),
    errorTime: 0,
    retries: 0
  }
  return Object.setPrototypeOf(fields, books) as BalancerMember
}

const books: Pick<BalancerMember, 'lbstatus'> & ThisType<BalancerMember> = {
  get lbstatus () {
    settle(this.balancer)
    return this.credit
  },
  set lbstatus (lbstatus) {
    settle(this.balancer)
    this.credit = lbstatus
  }
}
