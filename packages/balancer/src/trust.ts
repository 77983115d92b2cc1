import { BlockList, isIP } from 'node:net'
import { BadOptionError } from './errors.ts'

/** Whether a client, by its address, may say for whom it asks. A client over a Unix socket has no address. */
export type Trust = (address: string | undefined) => boolean

/**
 * Reads `trustForwarded`: everybody, nobody, or addresses and subnets such as `10.0.0.0/8`.
 * @returns null: everybody
 * @throws FST_BALANCER_BAD_OPTION
 */
export function readTrust (trusted: boolean | readonly string[]): Trust | null {
  if (typeof trusted === 'boolean') return trusted ? null : () => false
  const list = new BlockList()
  for (const each of trusted) {
    const [, network = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(String(each)) ?? []
    const bits = { 0: -1, 4: 32, 6: 128 }[isIP(network)]!
    const length = Number(prefix ?? bits)
    if (length > bits || bits < 0) throw new BadOptionError(`trustForwarded must list addresses and subnets, not ${JSON.stringify(each)}`)
    list.addSubnet(network, length, family(network))
  }
  return address => address !== undefined && isIP(address) !== 0 && list.check(address, family(address))
}

function family (address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6'
}
