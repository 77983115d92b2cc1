/** Refuses servers that cannot speak TLS, or plain HTTP, side by side on one address. */
import type { Address, ServerDefinition, TlsDefinition } from './configuration.ts'
import type { Draft } from './draft.ts'
import { formatPlace, settle } from './report.ts'

type Addresses = ServerDefinition['addresses']

/** @param virtualHosts those of the draft, completed */
export function checkAddresses (draft: Draft, main: ServerDefinition, virtualHosts: readonly ServerDefinition[]): void {
  draft.virtualHosts.forEach(({ entry }, i) => {
    const { addresses, tls } = virtualHosts[i]!
    const other = virtualHosts.slice(0, i).find(other => share(other.addresses, addresses) && manner(other.tls) !== manner(tls))
    if (other === undefined) return
    const place = formatPlace(other.place!)
    const why = (tls === null) === (other.tls === null)
      ? `${ofAddresses} must be the same as at ${place}, which has the same address`
      : `${place} has the same address and speaks ${tls === null ? '' : 'no '}TLS`
    settle(entry!, 'refused', why)
  })
  for (const { entry, protocol, ...address } of draft.listen) {
    const there = virtualHosts.filter(({ addresses }) => covers(addresses, address))
    if (protocol === 'https' && (there.length === 0 ? [main] : there).every(({ tls }) => tls === null)) {
      settle(entry, 'refused', 'no server there has SSLEngine On')
    }
  }
}

/** What is agreed upon before the client has named the server that it wants. */
const ofAddresses = 'SSLProtocol, SSLCipherSuite, SSLHonorCipherOrder and SSLSessionTickets'

function manner (tls: TlsDefinition | null): string {
  if (tls === null) return ''
  const { versions, cipherSuite, tls13CipherSuite, honorCipherOrder, sessionTickets } = tls
  return JSON.stringify([versions, cipherSuite?.value, tls13CipherSuite?.value, honorCipherOrder, sessionTickets])
}

/** Whether requests could be told apart by name alone. Who names the very address does not share it with who has every one. */
function share (some: Addresses, others: Addresses): boolean {
  return some.some(one => others.some(other => one.host === other.host && isSame(one.port, other.port)))
}

function covers (addresses: Addresses, { host, port }: Address): boolean {
  return addresses.some(address => isSame(address.host, host) && isSame(address.port, port))
}

/** null: every one. */
function isSame<T> (one: T | null, other: T | null): boolean {
  return one === other || one === null || other === null
}
