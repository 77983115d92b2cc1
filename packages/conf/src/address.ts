/** Reads the addresses of `Listen` and `<VirtualHost>`. */
import type { Address, ServerDefinition } from './configuration.ts'
import { refuse } from './errors.ts'

/** `[host:]port`. */
export function readListen (word: string): Address {
  const { host, port } = readAddress(/^\d+$/.test(word) ? `*:${word}` : word)
  return { host, port: port ?? refuse(`needs a port: "${word}"`) }
}

/** `host[:port]`; the host may be `*` or `_default_`, the port `*`. */
export function readAddress (word: string): ServerDefinition['addresses'][number] {
  const [, v6, name, digits] = /^(?:\[([\da-f:.]+)\]|([^:[\]\s]+))(?::(\d+|\*))?$/i.exec(word) ?? refuse(`is no address: "${word}"`)
  const port = digits === undefined || digits === '*' ? null : Number(digits)
  if (port !== null && (port < 1 || port > 65_535)) refuse(`the port must be from 1 to 65535: "${word}"`)
  const host = v6 ?? name!
  return { host: host === '*' || host.toLowerCase() === '_default_' ? null : host, port }
}
