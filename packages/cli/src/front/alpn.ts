/** Chooses what a TLS connection speaks (RFC 7301). */
import type { ServerDefinition } from '@fastify-balancer/conf'

/**
 * @param offered what the client speaks, what it likes best first
 * @returns undefined: nothing in common
 */
export function chooseProtocol ({ protocols, protocolsHonorOrder }: Pick<ServerDefinition, 'protocols' | 'protocolsHonorOrder'>, offered: readonly string[]): string | undefined {
  const known = [...protocols.filter(protocol => protocol !== 'h2c'), 'http/1.1']
  return protocolsHonorOrder ? known.find(protocol => offered.includes(protocol)) : offered.find(protocol => known.includes(protocol))
}
