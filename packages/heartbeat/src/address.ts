/** Reads and compares addresses of datagrams. */
import { BlockList, isIP } from 'node:net'
import { BadOptionError } from '@fastify-balancer/balancer'

export interface UdpAddress {
  readonly host: string
  readonly port: number
  readonly type: 'udp4' | 'udp6'
  /** Whether it is a group's, which many may listen to. */
  readonly isMulticast: boolean
}

const groups = new BlockList()
groups.addSubnet('224.0.0.0', 4)
groups.addSubnet('ff00::', 8, 'ipv6')

/**
 * @param option what is told of
 * @param text `address:port`, `[address]:port` or `name:port`
 * @throws FST_BALANCER_BAD_OPTION
 */
export function readUdpAddress (option: string, text: string): UdpAddress {
  const [, v6, name, digits] = /^(?:\[([\da-f:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/i.exec(String(text)) ?? []
  const host = v6 ?? name ?? ''
  const port = Number(digits)
  if (!(port >= 1 && port <= 65_535) || (v6 !== undefined && isIP(v6) !== 6)) {
    throw new BadOptionError(`${option} must be address:port, not ${JSON.stringify(text)}`)
  }
  const version = isIP(host)
  return { host, port, type: version === 6 ? 'udp6' : 'udp4', isMulticast: version !== 0 && groups.check(host, version === 6 ? 'ipv6' : 'ipv4') }
}

/** An IPv4 address that arrived on an IPv6 socket, as IPv4: so the URLs of members name it. */
export function plainAddress (address: string): string {
  return address.replace(/^::ffff:(?=[\d.]+$)/i, '')
}
