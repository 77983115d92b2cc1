/** Reads who gets in by `Require`. */
import { refuse } from './errors.ts'

/** Why `Require all granted` changes nothing. */
export const everybody = 'everybody gets in without it too'

const all: readonly string[] = ['0.0.0.0/0', '::/0']

/** Whether these are all addresses. */
export function isEverybody (subnets: readonly string[]): boolean {
  return all.every(subnet => subnets.includes(subnet))
}

/** @returns subnets such as `10.1.0.0/16`; none: nobody gets in */
export function readRequire ([provider = '', ...words]: readonly string[]): readonly string[] {
  const [word = ''] = words
  switch (provider.toLowerCase()) {
    case 'all':
      if (!/^(?:granted|denied)$/i.test(word)) refuse(`all is granted or denied, not "${word}"`)
      return word.toLowerCase() === 'granted' ? all : []
    case 'local':
      return ['127.0.0.0/8', '::1/128']
    case 'ip':
      if (words.length === 0) refuse('ip needs an address')
      return words.map(readSubnet)
    default:
      return refuse(`${provider} is not supported yet: it can be ip, local or all`)
  }
}

/** An address, the beginning of one (`192.168`), `network/bits` or `network/mask`. */
function readSubnet (word: string): string {
  const [, network = '', mask] = /^([^/]*)(?:\/(.*))?$/s.exec(word)!
  const subnet = isV4(network) || isV6(network) ? readMask(network, mask) : mask === undefined ? readBeginning(network) : undefined
  return subnet ?? refuse(`is no address or subnet: "${word}"`)
}

function readMask (network: string, mask: string | undefined): string | undefined {
  const most = isV4(network) ? 32 : 128
  const bits = mask === undefined ? most : /^\d+$/.test(mask) ? Number(mask) : most === 32 && isV4(mask) ? countBits(mask) : NaN
  return bits <= most ? `${network}/${bits}` : undefined
}

/** The ones at the beginning of a mask; NaN when there are more behind a zero. */
function countBits (mask: string): number {
  const binary = mask.split('.').map(octet => Number(octet).toString(2).padStart(8, '0')).join('')
  return /^1*0*$/.test(binary) ? binary.replaceAll('0', '').length : NaN
}

/** `10`, `10.1`, `192.168.1`, with or without a dot behind. */
function readBeginning (text: string): string | undefined {
  const octets = text.replace(/\.$/, '').split('.')
  const network = [...octets, '0', '0', '0'].slice(0, 4).join('.')
  return octets.length < 4 && isV4(network) ? `${network}/${octets.length * 8}` : undefined
}

export function isIpAddress (text: string): boolean {
  return isV4(text) || isV6(text)
}

function isV4 (text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text)
}

function isV6 (text: string): boolean {
  return text.includes(':') && URL.canParse(`http://[${text}]/`)
}
