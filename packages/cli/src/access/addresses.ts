/** Tells whether an address is in some subnets. */
import { BlockList, isIP } from 'node:net'

/** @param subnets such as `10.1.0.0/16` */
export function createAddresses (subnets: readonly string[]): (address: string) => boolean {
  const addresses = new BlockList()
  for (const subnet of subnets) {
    const [network = '', bits] = subnet.split('/')
    addresses.addSubnet(network, Number(bits), family(network))
  }
  // What is no address, as that of a connection that is gone, is in none.
  return address => isIP(address) !== 0 && addresses.check(address, family(address))
}

function family (address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6'
}
