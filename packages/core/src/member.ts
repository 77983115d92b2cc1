import type { Balancer } from './balancer.ts'
import { hash } from './hash.ts'
import { MemberState } from './member-state.ts'
import { readMemberUrl } from './member-url.ts'
import type { MemberUrl } from './member-url.ts'
import { memberSchema } from './schema.ts'
import type { MemberParameters } from './schema.ts'
import { defaults, readMemberParameters } from './validate.ts'
import type { MemberInput } from './validate.ts'

/** What defines a member: its URL and any of its parameters. */
export interface MemberOptions extends MemberInput {
  readonly url: string
}

/** One backend URL inside a balancer. Its parameters are written by `control` alone. */
export interface BalancerMember extends MemberState, MemberUrl, Omit<MemberParameters, 'status' | 'loadfactor'> {}

/**
 * What is not given comes from the defaults, in their order, so that all members have one shape.
 * @throws FST_BALANCER_BAD_PARAMETER
 */
export function createMember (balancer: Balancer, options: MemberOptions): BalancerMember {
  const { url, ...given } = options
  const parts = readMemberUrl(String(url), `${balancer.url} member`)
  const { status, loadfactor, ...parameters } = {
    ...defaults<MemberParameters>(memberSchema),
    ...readMemberParameters(`${balancer.url} member ${parts.url}`, given)
  }
  const state = new MemberState(balancer, Math.round(loadfactor * 100), status, hash(parts.url) | 0)
  return Object.assign(state, parts, parameters)
}
