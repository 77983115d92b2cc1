import type { Balancer } from './balancer.ts'
import { memberSchema } from './schema.ts'
import type { MemberParameters } from './schema.ts'
import { readMemberUrl } from './member-url.ts'
import type { MemberUrl } from './member-url.ts'
import { defaults, readMemberParameters } from './validate.ts'
import type { MemberInput } from './validate.ts'

/** What defines a member: its URL and any of its parameters. */
export interface MemberOptions extends MemberInput {
  readonly url: string
}

/**
 * One backend URL inside a balancer. Its parameters are written by `control` alone, its counters and error state by
 * `account` and `recover` alone, `lbstatus` by the lbmethods.
 */
export interface BalancerMember extends MemberUrl, Omit<MemberParameters, 'status' | 'loadfactor'> {
  readonly balancer: Balancer
  /** loadfactor in hundredths, 100 to 10 000. */
  lbfactor: number
  /** Status flags, see `flag`. */
  flags: number
  /** What the lbmethod has on its slate for this member; the pages call it Load. */
  lbstatus: number
  /** Times elected, also by stickiness and for tries that then failed. */
  elected: number
  /** Requests in flight. */
  busy: number
  /** Bytes sent to the backend: request line, headers and bodies. */
  transferred: number
  /** Bytes read from the backend: status lines and bodies. */
  read: number
  /** When it last failed, in epoch milliseconds; 0: it did not, or has been reached since. */
  errorTime: number
  /** How often it was taken back from error since it was last reached. */
  retries: number
}

/** @throws FST_BALANCER_BAD_PARAMETER */
export function createMember (balancer: Balancer, options: MemberOptions): BalancerMember {
  const { url, ...given } = options
  const parts = readMemberUrl(String(url), `${balancer.url} member`)
  const parameters = { ...defaults<MemberParameters>(memberSchema), ...readMemberParameters(`${balancer.url} member ${parts.url}`, given) }
  const { status, loadfactor, ...rest } = parameters
  return {
    ...parts,
    ...rest,
    balancer,
    lbfactor: Math.round(loadfactor * 100),
    flags: status,
    lbstatus: 0,
    elected: 0,
    busy: 0,
    transferred: 0,
    read: 0,
    errorTime: 0,
    retries: 0
  }
}
