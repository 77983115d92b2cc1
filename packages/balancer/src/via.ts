import type { FastifyRequest } from 'fastify'

/**
 * `ProxyVia`: whether requests and answers say that they came through here (`on`, `full`: with our name in a comment), or
 * requests lose what they say about it (`block`).
 */
export type ProxyVia = 'off' | 'on' | 'full' | 'block'

export const proxyVias: readonly ProxyVia[] = ['off', 'on', 'full', 'block']

/** The element of Via (RFC 9110 §7.6.3) for a request: the protocol of the client's request, and who received it. */
export type Via = (request: FastifyRequest) => string

/** null: none is added. */
export function createVia (proxyVia: ProxyVia, serverName: string | undefined): Via | null {
  if (proxyVia === 'off' || proxyVia === 'block') return null
  const comment = proxyVia === 'full' ? ' (fastify-balancer)' : ''
  return ({ raw, host, protocol }) => {
    const [, name, port] = /^(.*?)(?::(\d+))?$/s.exec(host)!
    const shown = port === undefined || Number(port) === (protocol === 'https' ? 443 : 80) ? '' : `:${port}`
    return `${raw.httpVersion} ${serverName ?? (name || 'fastify-balancer')}${shown}${comment}`
  }
}
