import type { Balancer } from './balancer.ts'
import { settle } from './charge.ts'
import { createEjection } from './ejection.ts'
import type { Ejection } from './ejection.ts'
import type { Reason } from './election.ts'
import { createHealth } from './health.ts'
import type { Health } from './health.ts'
import { createStatistics } from './statistics.ts'
import type { MemberStatistics } from './statistics.ts'
import type { Tournament } from './tournament.ts'

/**
 * What is known of a member beside its URL and parameters. Its counters and error state are written by `account`, `recover`
 * and `ejection` alone, what its checks say by `health`, `lbstatus` by the lbmethods.
 *
 * What elections read comes first, so that it lies side by side in memory; and it is there from the beginning and a number,
 * which gives all members one shape: that lets V8 run an lbmethod's loop over them at full speed.
 */
export class MemberState {
  /** `lbstatus`, but for what elections credited to many at once, as long as nobody asks for it. */
  credit: number = 0
  /** lbfactor, or less of it while the member starts slowly: what the lbmethods go by. */
  weight: number = 0
  /** loadfactor in hundredths, 100 to 10 000. */
  lbfactor: number = 0
  /** Requests in flight. */
  busy: number = 0
  /** Status flags, see `flag`. */
  flags: number = 0
  /** Bytes sent to the backend: request line, headers and bodies. */
  transferred: number = 0
  /** Bytes read from the backend: status lines and bodies. */
  read: number = 0
  /** What bylatency remembers of its latency, in milliseconds. */
  latency: number = 0
  /** When `latency` was last brought up to date, in epoch milliseconds. */
  latencyAt: number = 0
  /** Live sessions, as far as anybody counts them. */
  sessions: number = 0
  /** Where it is compared with members of its weight; null: the candidates are few, or it is none. */
  tournament: Tournament | null = null
  /** As which of them. */
  seat: number = 0
  /** Hash of its URL, for lbmethods that spread by hashing. */
  readonly hash: number = 0
  readonly balancer: Balancer
  /** It has left its balancer: who still knows it, such as a session, may not elect it. */
  removed: boolean = false
  /** When its slow start began, in epoch milliseconds; 0: it has not been electable yet, or not since it failed. */
  startedAt: number = 0
  /** Times elected, also by stickiness and for tries that then failed. */
  elected: number = 0
  /** How often it was elected for which reason. */
  readonly electedBy: Record<Reason, number> = { route: 0, redirect: 0, learned: 0, probe: 0, source: 0, lbmethod: 0, failover: 0 }
  readonly statistics: MemberStatistics = createStatistics()
  readonly health: Health = createHealth()
  readonly ejection: Ejection = createEjection()
  /** When it last failed, in epoch milliseconds; 0: it did not, or has been reached since. */
  errorTime: number = 0
  /** How often it was taken back from error since it was last reached. */
  retries: number = 0

  constructor (balancer: Balancer, lbfactor: number, flags: number, hash: number) {
    this.weight = lbfactor
    this.lbfactor = lbfactor
    this.flags = flags
    this.hash = hash
    this.balancer = balancer
  }

  /** What the lbmethod has on its slate for this member; the pages call it Load. */
  get lbstatus (): number {
    settle(this.balancer)
    return this.credit
  }

  set lbstatus (lbstatus: number) {
    settle(this.balancer)
    this.credit = lbstatus
  }
}
