/** Completes what a server's connections may speak with what it inherits from the main server. */
import type { ServerDefinition } from './configuration.ts'
import type { ServerDraft } from './draft.ts'

export function defineProtocols (server: ServerDraft, main: ServerDraft): Pick<ServerDefinition, 'protocols' | 'protocolsHonorOrder'> {
  const [said = []] = [server, main].map(({ protocols }) => protocols).filter(protocols => protocols.length > 0)
  // Connections begin with HTTP/2, or do not speak it: there is no Upgrade to it (RFC 9113 §3.1).
  const direct = server.h2Direct ?? main.h2Direct ?? true
  return {
    protocols: said.length === 0 ? ['http/1.1'] : said.filter(protocol => protocol !== 'h2c' || direct),
    protocolsHonorOrder: server.protocolsHonorOrder ?? main.protocolsHonorOrder ?? true
  }
}
