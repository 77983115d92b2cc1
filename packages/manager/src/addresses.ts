import { BlockList, isIP } from 'node:net'
import { BadOptionError } from './errors.ts'

type Subnet = readonly [network: string, prefix: number]

const local: readonly Subnet[] = [['127.0.0.0', 8], ['::1', 128]]

/**
 * Reads the words of httpd's `Require ip` and `Require local`.
 * @param words addresses, subnets such as `10.0.0.0/8` and `fe80::/10`, beginnings of IPv4 addresses such as `192.168.1`,
 * or `local` for the loopback addresses
 * @throws FST_BALANCER_MANAGER_BAD_OPTION
 */
export function readAddresses (words: readonly string[]): BlockList {
  const addresses = new BlockList()
  for (const [network, prefix] of words.flatMap(readSubnets)) {
    addresses.addSubnet(network, prefix, family(network))
  }
  return addresses
}

/** Whether an address is among those. An IPv4 address may come as `::ffff:10.0.0.1`; what is no address never is. */
export function includesAddress (addresses: BlockList, address: string): boolean {
  return isIP(address) !== 0 && addresses.check(address, family(address))
}

function readSubnets (word: string): readonly Subnet[] {
  if (word === 'local') return local
  const subnet = readSubnet(String(word)) ?? readBeginning(String(word))
  if (subnet === undefined) {
    throw new BadOptionError(`requireIp must list addresses, subnets, beginnings of IPv4 addresses or "local", not ${JSON.stringify(word)}`)
  }
  return [subnet]
}

function readSubnet (word: string): Subnet | undefined {
  const [, network = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(word) ?? []
  const version = isIP(network)
  if (version === 0) return undefined
  const bits = version === 4 ? 32 : 128
  const length = prefix === undefined ? bits : Number(prefix)
  return length <= bits ? [network, length] : undefined
}

/** `10`, `10.1`, `192.168.1` or `192.168.1.`: all addresses that begin so. */
function readBeginning (word: string): Subnet | undefined {
  if (!/^\d+(?:\.\d+){0,2}\.?$/.test(word)) return undefined
  const octets = word.replace(/\.$/, '').split('.')
  const network = [...octets, '0', '0', '0'].slice(0, 4).join('.')
  return isIP(network) === 4 ? [network, octets.length * 8] : undefined
}

function family (address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6'
}
