/** What is told of each member. */
import { flag, isUsable, reasons } from '@fastify-balancer/core'
import type { StatusLetter } from '@fastify-balancer/core'
import { each, plain } from './definition.ts'
import type { MemberMetric } from './definition.ts'
import { histogram } from './histogram.ts'

/** A member may be in several at once, so each is a line of its own, 0 or 1 (OpenMetrics' StateSet). */
const states: ReadonlyArray<readonly [StatusLetter, string]> = [
  ['I', 'ignore_errors'], ['N', 'draining'], ['D', 'disabled'], ['S', 'stopped'], ['E', 'error'], ['H', 'standby'], ['R', 'spare'],
  ['C', 'hcheck_failed']
]

/** By the index of a member's `answers`. */
const statuses: readonly string[] = ['none', '1xx', '2xx', '3xx', '4xx', '5xx']

export const memberMetrics: readonly MemberMetric[] = [
  {
    ...gauge('member_state', 'Whether the member is in this state; it may be in several.', ['state']),
    aggregator: 'max',
    pull: ({ flags }) => each('state', states, ([, name]) => name, ([letter]) => Number((flags & flag[letter]) !== 0))
  },
  {
    ...gauge('member_usable', 'Whether requests may be sent to the member.'),
    aggregator: 'min',
    pull: ({ flags }) => plain(Number(isUsable(flags)))
  },
  {
    ...gauge('member_loadfactor', 'The share of requests that the member is to get.'),
    aggregator: 'first',
    pull: ({ lbfactor }) => plain(lbfactor / 100)
  },
  {
    ...counter('member_elections', 'How often the member was elected, by reason; failover: in place of another.', ['reason']),
    pull: ({ electedBy }) => each('reason', reasons, reason => reason, reason => electedBy[reason])
  },
  {
    ...counter('member_attempts', 'Requests sent to the member that are over, by the class of the answer\'s status; none: without an answer.', ['status']),
    pull: ({ statistics: { answers } }) => each('status', [...statuses.keys()], i => statuses[i]!, i => answers[i]!)
  },
  {
    ...counter('member_retries', 'Attempts that failed and after which the request was sent again, to the member or to another.'),
    pull: ({ statistics: { retried } }) => plain(retried)
  },
  {
    ...gauge('member_busy', 'Requests that the member is working on.'),
    pull: ({ busy }) => plain(busy)
  },
  {
    ...counter('member_sent_bytes', 'Bytes sent to the member: request lines, headers and bodies.'),
    pull: ({ transferred }) => plain(transferred)
  },
  {
    ...counter('member_received_bytes', 'Bytes read from the member: status lines and bodies.'),
    pull: ({ read }) => plain(read)
  },
  {
    ...described('histogram', 'member_latency_seconds', 'From sending a request to the head of its answer.'),
    pull: ({ statistics: { latency } }) => histogram('fastify_balancer_member_latency_seconds', latency)
  },
  {
    ...gauge('member_connections', 'Open connections to the member: idle, or busy with a request or an upgraded stream.', ['state']),
    pull (member, { connectionsTo }) {
      const { idle, busy } = connectionsTo(member)
      return each('state', ['idle', 'busy'], state => state, state => state === 'idle' ? idle : busy)
    }
  },
  {
    ...gauge('member_max_connections', 'Most connections to the member; not there: no limit.'),
    pull: ({ max }) => max === 0 ? [] : plain(max)
  },
  {
    ...gauge('member_waiting_requests', 'Requests that wait for a connection to the member.'),
    pull: (member, { connectionsTo }) => plain(connectionsTo(member).waiting)
  },
  {
    ...gauge('member_sessions', 'Live sessions on the member, as far as they are counted.'),
    pull: ({ sessions }) => plain(sessions)
  },
  {
    ...counter('member_failures', 'How often the member was put in error, as it could not be reached, or failed as failonstatus and failontimeout have it.'),
    pull: ({ statistics: { failed } }) => plain(failed)
  },
  {
    ...counter('member_ejections', 'How often the member was put in error for its bad answers.'),
    pull: ({ statistics: { ejected } }) => plain(ejected)
  },
  {
    ...counter('member_checks', 'Checks of the member, where it is checked.', ['result']),
    pull: ({ health: { watched, passed, failed } }) => watched
      ? each('result', ['passed', 'failed'], result => result, result => result === 'passed' ? passed : failed)
      : []
  },
  {
    ...gauge('member_last_check_timestamp_seconds', 'When the last check of the member ended, in epoch seconds; not there: there was none.'),
    aggregator: 'max',
    pull: ({ health: { checkedAt } }) => checkedAt === 0 ? [] : plain(checkedAt / 1_000)
  }
]

type Described = Omit<MemberMetric, 'pull'>

function counter (name: string, help: string, labels: readonly string[] = []): Described {
  return described('counter', `${name}_total`, help, labels)
}

function gauge (name: string, help: string, labels: readonly string[] = []): Described {
  return described('gauge', name, help, labels)
}

function described (kind: MemberMetric['kind'], name: string, help: string, labels: readonly string[] = []): Described {
  return { of: 'member', kind, name, help, labels, aggregator: 'sum' }
}
