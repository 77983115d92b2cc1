/** Reads who gets in by `Require`. */
import { refuse } from './errors.ts'
import type { Requirement } from './settings.ts'

type Reader = (words: readonly string[]) => Pick<Requirement, 'type' | 'words'>

const later: ReadonlySet<string> = new Set(['host', 'forward-dns', 'expr', 'ldap-user', 'ldap-group', 'valid-owner', 'ssl', 'ssl-verify-client', 'file-owner', 'file-group'])

const readers: Readonly<Record<string, Reader>> = {
  all ([word = '']) {
    if (!/^(?:granted|denied)$/i.test(word)) refuse(`all is granted or denied, not "${word}"`)
    return { type: word.toLowerCase() === 'granted' ? 'granted' : 'denied', words: [] }
  },
  local: () => ({ type: 'local', words: ['127.0.0.0/8', '::1/128'] }),
  ip: words => ({ type: 'ip', words: some('ip', 'an address', words).map(readSubnet) }),
  'valid-user': () => ({ type: 'valid-user', words: [] }),
  user: words => ({ type: 'user', words: some('user', 'a name', words) }),
  group: words => ({ type: 'group', words: some('group', 'a name', words) }),
  method: words => ({ type: 'method', words: some('method', 'a method', words) }),
  env: words => ({ type: 'env', words: some('env', 'a variable', words) })
}

/** `[not] provider words…`. */
export function readRequire (words: readonly string[]): Requirement {
  const not = words[0]?.toLowerCase() === 'not'
  const [provider = '', ...rest] = not ? words.slice(1) : words
  const name = provider.toLowerCase()
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined
  if (read === undefined) {
    refuse(later.has(name) ? `${provider} is not supported yet` : `it can be ${Object.keys(readers).join(', ')}, not "${provider}"`)
  }
  return { ...read(rest), not, limit: null, of: [] }
}

function some (provider: string, what: string, words: readonly string[]): readonly string[] {
  if (words.length === 0) refuse(`${provider} needs ${what}`)
  return words
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
