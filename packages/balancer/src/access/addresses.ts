import { BlockList, isIP } from 'node:net'

/** The loopback addresses, as httpd's `Require local` has them. */
export const loopback: readonly string[] = ['127.0.0.0/8', '::1/128']

/**
 * Tells whether an address is in some subnets. An IPv4 address may come as `::ffff:10.0.0.1`; what is no address, as that of
 * a connection that is gone, is in none.
 * @param subnets such as `10.1.0.0/16`
 */
export function createAddresses (subnets: readonly string[]): (address: string) => boolean {
  const addresses = new BlockList()
  for (const subnet of subnets) {
    const [network = '', bits] = subnet.split('/')
    addresses.addSubnet(network, Number(bits), family(network))
  }
  return address => isIP(address) !== 0 && addresses.check(address, family(address))
}

/**
 * Reads a word of httpd's `Require ip`: an address, a subnet (`10.0.0.0/8`, `fe80::/10`), or the beginning of an IPv4
 * address (`192.168.1`).
 * @returns the subnet, such as `10.1.0.0/16`; undefined: it is none
 */
export function readSubnet (word: string): string | undefined {
  const [, network = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(word) ?? []
  const version = isIP(network)
  if (version === 0) return readBeginning(word)
  const bits = version === 4 ? 32 : 128
  const length = prefix === undefined ? bits : Number(prefix)
  return length <= bits ? `${network}/${length}` : undefined
}

/** `10`, `10.1`, `192.168.1` or `192.168.1.`: all addresses that begin so. */
function readBeginning (word: string): string | undefined {
  if (!/^\d+(?:\.\d+){0,2}\.?$/.test(word)) return undefined
  const octets = word.replace(/\.$/, '').split('.')
  const network = [...octets, '0', '0', '0'].slice(0, 4).join('.')
  return isIP(network) === 4 ? `${network}/${octets.length * 8}` : undefined
}

function family (address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6'
}
