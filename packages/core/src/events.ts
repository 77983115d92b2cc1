import type { Balancer } from './balancer.ts'
import type { AppliedChange } from './changes.ts'
import type { ServerHeartbeat } from './heartbeats.ts'
import type { BalancerMember } from './member.ts'
import type { Recovery } from './recover.ts'

/** What an observer of `Balancers` can listen to; nothing is emitted per request. */
export interface BalancerEvents {
  /** A parameter or state was changed by an operator, a file or another node. */
  change: [change: AppliedChange]
  /** A member was put in error. */
  failed: [member: BalancerMember, cause: string]
  /** A member was put in error for its bad answers, until then (epoch milliseconds) at least. */
  ejected: [member: BalancerMember, cause: string, until: number]
  /**
   * A member was taken back from error: its `retry` time passed, all were in error, it ignores errors, its checks
   * passed, a request tested it, or too few others were left.
   */
  recovered: [member: BalancerMember, cause: Recovery]
  /** A member that had failed was reached again. */
  reached: [member: BalancerMember]
  /** Enough checks of a member failed: it is out. */
  unhealthy: [member: BalancerMember, cause: string]
  /** Enough checks of a member passed: it neither fails its check nor is in error any more. */
  healthy: [member: BalancerMember]
  /** A draining member has neither sessions nor requests any more. */
  drained: [member: BalancerMember]
  /** A server's heartbeat was taken down: about once a second for each. */
  heartbeat: [heartbeat: ServerHeartbeat]
  /** A server's heartbeats stopped; `lbmethod=heartbeat` elects it no more. */
  heartbeatLost: [last: ServerHeartbeat]
  /** A server's heartbeat is heard for the first time, or again. */
  heartbeatHeard: [heartbeat: ServerHeartbeat]
  /** A member has left its balancer; requests may still be in flight on it. Told before the change. */
  left: [member: BalancerMember]
  /** A balancer came into existence. */
  balancer: [balancer: Balancer]
}
