/** Reads and writes `HOST:PORT`. */
import type { Address } from '@fastify-balancer/conf'

/** Where to listen, and whether for TLS; unset: for those who do not speak it, or as the file has it. */
export interface ListenAddress extends Address {
  readonly tls?: boolean
}

const pattern = /^(?:(?:\[(?<v6>[0-9a-f:.]+)\]|(?<host>[^\s:[\]]+)):)?(?<port>\d{1,5})$/i

/**
 * Reads an address as `Listen` has it: `80`, `127.0.0.1:8080`, `[::1]:8080`; `*` or no host: every address.
 * @returns undefined when the text is none
 */
export function readAddress (text: string): Address | undefined {
  const { v6, host, port } = pattern.exec(text)?.groups ?? {}
  if (port === undefined || Number(port) > 65535) return undefined
  const name = v6 ?? host ?? '*'
  return { host: name === '*' ? null : name, port: Number(port) }
}

/** `127.0.0.1:8080`, `[::1]:8080`, `*:80`. */
export function formatAddress ({ host, port }: Address): string {
  if (host === null) return `*:${port}`
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** An IPv4 address that arrived on an IPv6 socket, as IPv4. */
export function plainAddress (address: string): string {
  return address.startsWith('::') ? address.replace(/^::ffff:(?=[\d.]+$)/i, '') : address
}
