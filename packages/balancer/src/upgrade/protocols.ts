import type { BalancerMember } from '@fastify-balancer/core'

/** The protocols that an Upgrade field names, in its order (RFC 9110 §7.8). */
function namesOf (field: string): string[] {
  return field.split(',').map(name => name.trim()).filter(name => name !== '')
}

/** The member's own: `upgrade`, or what its scheme stands for. */
function protocolsOf ({ upgrade, scheme }: BalancerMember): readonly string[] {
  if (upgrade !== '') return namesOf(upgrade.toLowerCase())
  return scheme.startsWith('ws') ? ['websocket'] : []
}

/** Whether clients may change to any protocol with this member. */
export function mayUpgrade (member: BalancerMember): boolean {
  return protocolsOf(member).length > 0
}

/**
 * What of a client's Upgrade goes on to the member: those protocols that it accepts, in any case, `ANY` being all.
 * @returns null: none, and the request goes on as a plain one
 */
export function acceptedUpgrade (member: BalancerMember, field: string): string | null {
  const own = protocolsOf(member)
  const accepted = own.includes('any') ? namesOf(field) : namesOf(field).filter(name => own.includes(name.toLowerCase()))
  return accepted.length === 0 ? null : accepted.join(', ')
}

/** Whether a member that was offered these protocols changed to one of them. */
export function isOffered (offered: string, changedTo: unknown): boolean {
  const names = typeof changedTo === 'string' ? namesOf(changedTo.toLowerCase()) : []
  const known = namesOf(offered.toLowerCase())
  return names.length > 0 && names.every(name => known.includes(name))
}

/** Whether we know the protocol's frames. */
export function isWebSocket (protocol: string): boolean {
  return protocol.toLowerCase() === 'websocket'
}
