/** Finds the virtual host for a request, as httpd does: by address and port, then by name. */
import type { ServerDefinition } from '@fastify-balancer/conf'

type Host = Pick<ServerDefinition, 'addresses' | 'serverName' | 'serverAlias'>

/** @returns the server for an address and port of ours and the request's `Host` header */
export type FindServer<S> = (address: string, port: number, host: string | undefined) => S

/**
 * @param servers the virtual hosts, in the order of the file
 * @param anyAddress whether the addresses of `<VirtualHost>` count for nothing, because `--listen` replaces them
 */
export function virtualHosts<S extends { readonly definition: Host }> (main: S, servers: readonly S[], anyAddress: boolean): FindServer<S> {
  const names = new Map(servers.map(server => [server, namesOf(server.definition)]))
  const known = new Map<string, readonly S[]>()
  const candidatesAt = (address: string, port: number): readonly S[] => {
    const key = `${address} ${port}`
    let candidates = known.get(key)
    if (candidates === undefined) known.set(key, candidates = anyAddress ? servers : onAddress(servers, address, port))
    return candidates
  }
  if (servers.length === 0) return () => main
  return (address, port, header) => {
    const candidates = candidatesAt(address, port)
    const [fallback = main] = candidates
    if (header === undefined || candidates.length < 2) return fallback
    const host = hostName(header)
    return candidates.find(server => names.get(server)!.some(name => name.test(host))) ?? fallback
  }
}

/** Those that name the very address; only where there are none, those for every address. */
function onAddress<S extends { readonly definition: Host }> (servers: readonly S[], address: string, port: number): readonly S[] {
  const having = (wanted: string | null): readonly S[] => servers.filter(({ definition }) => definition.addresses.some(
    each => each.host === wanted && (each.port === null || each.port === port)
  ))
  const exact = having(address)
  return exact.length > 0 ? exact : having(null)
}

/** `ServerName` and `ServerAlias`, where `*` stands for any text and `?` for a character. */
function namesOf ({ serverName, serverAlias }: Host): readonly RegExp[] {
  const own = serverName === null ? [] : [bareName(serverName)]
  return [...own, ...serverAlias].map(name => new RegExp(
    `^${name.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i'
  ))
}

/** The host in `ServerName [scheme://]host[:port]`. */
export function bareName (serverName: string): string {
  return serverName.replace(/^[a-z]+:\/\//i, '').replace(/:\d+$/, '')
}

/** The host in a `Host` header, without port and the dot of a full domain name. */
function hostName (header: string): string {
  return header.replace(/:\d*$/, '').replace(/\.$/, '')
}
