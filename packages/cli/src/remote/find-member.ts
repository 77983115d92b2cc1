/** Finds what a command is about. */
import { Refusal } from '../refusal.ts'
import type { RemoteBalancer, RemoteMember } from './manager-client.ts'

export interface Found {
  readonly balancer: RemoteBalancer
  readonly member: RemoteMember
  /** Where the API has it. */
  readonly path: string
}

/**
 * @param text `MEMBER`, or `BALANCER/MEMBER`; a member is named by its route, its URL, or host:port
 * @throws Refusal when there is none such, or several
 */
export function findRemoteMember (balancers: readonly RemoteBalancer[], text: string): Found {
  const found = balancers.flatMap(balancer => balancer.members
    .filter(({ url, name, route }) => [url, name, route].some(each => each !== '' && (each === text || `${balancer.name}/${each}` === text)))
    .map(member => ({ balancer, member, path: memberPath(balancer, member) })))
  const [one, ...others] = found
  if (one === undefined) throw new Refusal(`no member is called ${text}`)
  if (others.length > 0) {
    throw new Refusal(`several members are called ${text}: say one of ${found.map(({ balancer, member }) => `${balancer.name}/${member.url}`).join(', ')}`)
  }
  return one
}

function memberPath ({ name }: RemoteBalancer, { url }: RemoteMember): string {
  return `/balancers/${encodeURIComponent(name)}/members/${encodeURIComponent(url)}`
}
