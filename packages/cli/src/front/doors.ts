/** Says which servers are behind an address, and what is spoken there. */
import type { ServerDefinition } from '@fastify-balancer/conf'
import { formatAddress } from '../address.ts'
import type { ListenAddress } from '../address.ts'
import type { App } from '../app.ts'
import { Refusal } from '../refusal.ts'
import { virtualHosts } from '../virtual-hosts.ts'
import type { FindServer } from '../virtual-hosts.ts'
import type { Contexts } from './contexts.ts'
import type { Front } from './entrance.ts'

export interface Door {
  readonly findServer: FindServer<App>
  readonly front: Front
}

/**
 * @param apps the main server's, then the virtual hosts'
 * @param replaced whether `--listen` replaces the addresses of `<VirtualHost>`
 */
export function createDoors ([main, ...hosts]: readonly App[], contexts: Contexts, replaced: boolean): (address: ListenAddress) => Door {
  const byAddress = virtualHosts(main!, hosts, false)
  return address => {
    const behind = replaced ? ofKind(main!, hosts, address) : hosts.filter(({ definition }) => hasPort(definition, address.port))
    const definitions = [main!, ...behind].map(({ definition }) => definition)
    return {
      findServer: replaced ? virtualHosts(main!, behind, true) : byAddress,
      front: {
        contexts: definitions.some(speaksTls) ? contexts : new Map(),
        asksClients: definitions.some(({ tls }) => tls !== null && tls.verifyClient !== 'none'),
        h2c: definitions.some(({ tls, protocols }) => tls === null && protocols.includes('h2c'))
      }
    }
  }
}

/** With `--listen` those that speak TLS are behind `https://` addresses, the others behind the others. */
function ofKind (main: App, hosts: readonly App[], { tls = false, ...address }: ListenAddress): readonly App[] {
  const behind = hosts.filter(({ definition }) => speaksTls(definition) === tls)
  if (behind.length === 0 && speaksTls(main.definition) !== tls) {
    throw new Refusal(tls
      ? `--listen https://${formatAddress(address)}: no server has SSLEngine On`
      : `--listen ${formatAddress(address)}: all servers speak TLS; say https://${formatAddress(address)}`)
  }
  return behind
}

function speaksTls ({ tls }: ServerDefinition): boolean {
  return tls !== null
}

function hasPort ({ addresses }: ServerDefinition, port: number): boolean {
  return addresses.some(address => address.port === null || address.port === port)
}
