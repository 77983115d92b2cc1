import { maxAttempts } from './balancer.ts'
import type { Balancer } from './balancer.ts'
import type { Balancers } from './balancers.ts'
import type { Reason } from './election.ts'
import { panics } from './health.ts'
import type { Health } from './health.ts'
import type { BalancerMember } from './member.ts'
import type { HcMethod, StickySession } from './schema.ts'
import { formatStatus, isUsable } from './status.ts'

/** How a member stands where members are ejected. */
export interface EjectionSnapshot {
  /** It is in error for its bad answers. */
  readonly ejected: boolean
  /** Until when it is left in peace, in epoch milliseconds; 0: it is in rotation, or waits for its `retry`. */
  readonly until: number
  /** How often it was taken out, as far as that counts for the next time. */
  readonly count: number
  /** A request is testing it. */
  readonly probing: boolean
}

/** A member as it stands: values at the border's units are the pages' business, times here are milliseconds. */
export interface MemberSnapshot {
  readonly url: string
  readonly scheme: string
  readonly hostname: string
  readonly port: number
  readonly socketPath: string | null
  readonly route: string
  readonly redirect: string
  readonly loadfactor: number
  readonly lbset: number
  readonly flags: number
  /** httpd's words, such as `Init Ok `. */
  readonly status: string
  readonly usable: boolean
  readonly elected: number
  readonly busy: number
  readonly electedBy: Readonly<Record<Reason, number>>
  readonly ejection: EjectionSnapshot
  /** Attempts that are over, by how: [0] without an answer, [1] to [5] by the first digit of the status. */
  readonly answers: readonly number[]
  /** Failed attempts after which the request was sent again. */
  readonly retried: number
  readonly sessions: number
  readonly lbstatus: number
  readonly transferred: number
  readonly read: number
  readonly errorTime: number
  readonly retries: number
  readonly retry: number
  readonly timeout: number
  readonly connectiontimeout: number
  readonly ttl: number
  readonly min: number
  readonly smax: number | null
  readonly max: number
  readonly acquire: number
  readonly ping: number
  readonly slowstart: number
  readonly addressttl: number | null
  readonly responsefieldsize: number
  readonly keepalive: boolean
  readonly disablereuse: boolean
  readonly upgrade: string
  readonly hcmethod: HcMethod
  readonly hcinterval: number
  readonly hcpasses: number
  readonly hcfails: number
  readonly hcuri: string
  readonly hcexpr: string
  readonly health: Readonly<Health>
}

/** A balancer as it stands. Carries no nonce: a snapshot may be shown to anybody who may look. */
export interface BalancerSnapshot {
  readonly name: string
  readonly url: string
  readonly lbmethod: string
  readonly stickysession: StickySession | null
  readonly stickysessionsep: string
  readonly scolonpathdelim: boolean
  readonly nofailover: boolean
  readonly timeout: number
  readonly maxattempts: number
  readonly failonstatus: readonly number[]
  readonly failontimeout: boolean
  readonly nonidempotent: boolean
  readonly retrybudget: number
  readonly drainwindow: number
  readonly forcerecovery: boolean
  readonly ejectfails: number
  readonly ejectshare: number
  readonly ejectwindow: number
  readonly ejecttime: number
  readonly ejectmax: number
  readonly ejectonstatus: readonly number[]
  readonly keepatleast: number
  readonly loadbound: number
  readonly routecookie: string
  readonly learn: string
  /** Grows with each change of parameters, states and members. */
  readonly version: number
  readonly maxMembers: number
  /** Only members that fail their check are left, and they get the requests. */
  readonly panic: boolean
  readonly members: readonly MemberSnapshot[]
}

/** A frozen view of all balancers, for pages and metrics. */
export function snapshot (balancers: Balancers): readonly BalancerSnapshot[] {
  return Object.freeze([...balancers].map(balancer => snapshotBalancer(balancer)))
}

/**
 * A frozen view of one balancer.
 * @param members as they were when the caller looked at them, who has thousands and wants to do so in slices. Default: as they are
 */
export function snapshotBalancer (balancer: Balancer, members: readonly MemberSnapshot[] = balancer.members.map(snapshotMember)): BalancerSnapshot {
  return Object.freeze({
    name: balancer.name,
    url: balancer.url,
    lbmethod: balancer.lbmethod.name,
    stickysession: balancer.stickysession,
    stickysessionsep: balancer.stickysessionsep,
    scolonpathdelim: balancer.scolonpathdelim,
    nofailover: balancer.nofailover,
    timeout: balancer.timeout,
    maxattempts: maxAttempts(balancer),
    failonstatus: balancer.failonstatus,
    failontimeout: balancer.failontimeout,
    nonidempotent: balancer.nonidempotent,
    retrybudget: balancer.retrybudget,
    drainwindow: balancer.drainwindow,
    forcerecovery: balancer.forcerecovery,
    ejectfails: balancer.ejectfails,
    ejectshare: balancer.ejectshare,
    ejectwindow: balancer.ejectwindow,
    ejecttime: balancer.ejecttime,
    ejectmax: balancer.ejectmax,
    ejectonstatus: balancer.ejectonstatus,
    keepatleast: balancer.keepatleast,
    loadbound: balancer.loadbound,
    routecookie: balancer.routecookie,
    learn: balancer.learn,
    version: balancer.version,
    maxMembers: balancer.maxMembers,
    panic: panics(balancer),
    members: Object.freeze(members)
  })
}

/**
 * A frozen view of one member. Written out, as a spread of so many properties takes a hundred times longer: pages show
 * thousands of members.
 */
export function snapshotMember (member: BalancerMember): MemberSnapshot {
  const { ejection, electedBy, statistics } = member
  return Object.freeze({
    url: member.url,
    scheme: member.scheme,
    hostname: member.hostname,
    port: member.port,
    socketPath: member.socketPath,
    route: member.route,
    redirect: member.redirect,
    loadfactor: member.lbfactor / 100,
    lbset: member.lbset,
    flags: member.flags,
    status: formatStatus(member.flags),
    usable: isUsable(member.flags),
    elected: member.elected,
    busy: member.busy,
    electedBy: Object.freeze({ ...electedBy }),
    ejection: Object.freeze({ ejected: ejection.ejected, until: ejection.until, count: ejection.count, probing: ejection.probe !== null }),
    answers: Object.freeze(statistics.answers.slice()),
    retried: statistics.retried,
    sessions: member.sessions,
    lbstatus: member.lbstatus,
    transferred: member.transferred,
    read: member.read,
    errorTime: member.errorTime,
    retries: member.retries,
    retry: member.retry,
    timeout: member.timeout,
    connectiontimeout: member.connectiontimeout,
    ttl: member.ttl,
    min: member.min,
    smax: member.smax,
    max: member.max,
    acquire: member.acquire,
    ping: member.ping,
    slowstart: member.slowstart,
    addressttl: member.addressttl,
    responsefieldsize: member.responsefieldsize,
    keepalive: member.keepalive,
    disablereuse: member.disablereuse,
    upgrade: member.upgrade,
    hcmethod: member.hcmethod,
    hcinterval: member.hcinterval,
    hcpasses: member.hcpasses,
    hcfails: member.hcfails,
    hcuri: member.hcuri,
    hcexpr: member.hcexpr,
    health: Object.freeze({ ...member.health })
  })
}
