import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import type { SecureVersion } from 'node:tls'
import type { Balancer, Balancers } from '@fastify-balancer/core'
import { BadOptionError } from './errors.ts'
import type { TlsOptions } from './transport/handshake.ts'

/** What TLS to members asks for: mod_ssl's `SSLProxy…` directives. */
export interface SslProxyOptions {
  /** Whether a member's certificate must lead to a known authority and be valid. Default `require`. */
  readonly verify?: 'require' | 'none'
  /** The known authorities, as PEM, in place of Node's own list. */
  readonly caCertificate?: string | readonly string[]
  /** Our own certificate, with what vouches for it, and its key, as PEM, for members that ask for one. */
  readonly machineCertificate?: string
  /** Whether the certificate must be made out to the member's hostname. Default true. */
  readonly checkPeerName?: boolean
  /** With `verify: 'none'`, whether the certificate must be valid today. Default true. */
  readonly checkPeerExpire?: boolean
  /** Versions that may be spoken, without a gap. Default TLSv1.2 and TLSv1.3. */
  readonly protocol?: readonly SecureVersion[]
}

/** What holds for all members, and for those of single balancers. */
export interface SslProxySettings extends SslProxyOptions {
  /** By a balancer's name; what is not said here is as outside. */
  readonly balancers?: Readonly<Record<string, SslProxyOptions>>
}

/** What TLS to the members of a balancer asks for. */
export type TlsOf = (balancer: Balancer) => TlsOptions

const versions: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']

interface Kind {
  readonly expected: string
  readonly accepts: (value: unknown) => boolean
}

const boolean: Kind = { expected: 'true or false', accepts: value => typeof value === 'boolean' }

const kinds: Readonly<Record<keyof SslProxyOptions, Kind>> = {
  verify: { expected: "'require' or 'none'", accepts: value => value === 'require' || value === 'none' },
  caCertificate: { expected: 'certificates as PEM', accepts: areCertificates },
  machineCertificate: { expected: 'a certificate and its key as PEM', accepts: isCertificates },
  checkPeerName: boolean,
  checkPeerExpire: boolean,
  protocol: { expected: `neighbours of ${versions.join(', ')}`, accepts: isRange }
}

/**
 * Fills in the defaults.
 * @throws FST_BALANCER_BAD_OPTION for what is unknown or wrong
 */
export function readSslProxy ({ balancers: own = {}, ...all }: SslProxySettings, balancers: Balancers): TlsOf {
  const forAll = readOptions('sslProxy', all)
  const ofBalancers = new Map(Object.entries(own).map(([name, options]) => {
    const balancer = balancers.find(name)
    if (balancer === undefined) throw new BadOptionError(`sslProxy.balancers.${name}: there is no such balancer`)
    return [balancer, readOptions(`sslProxy.balancers.${name}`, { ...all, ...options })]
  }))
  return function tlsOf (balancer) {
    return ofBalancers.get(balancer) ?? forAll
  }
}

function readOptions (name: string, options: SslProxyOptions): TlsOptions {
  for (const [key, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, key) ? kinds[key as keyof SslProxyOptions] : undefined
    if (kind === undefined) throw new BadOptionError(`unknown option ${name}.${key}`)
    if (value !== undefined && !kind.accepts(value)) throw new BadOptionError(`${name}.${key} must be ${kind.expected}`)
  }
  const { verify = 'require', caCertificate, machineCertificate, checkPeerName = true, checkPeerExpire = true, protocol } = options
  const spoken = versions.filter(version => protocol?.includes(version))
  try {
    const secureContext = createSecureContext({
      ...(caCertificate === undefined ? {} : { ca: [caCertificate].flat() }),
      ...(machineCertificate === undefined ? {} : { cert: machineCertificate, key: machineCertificate }),
      ...(protocol === undefined ? {} : { minVersion: spoken[0]!, maxVersion: spoken.at(-1)! })
    })
    return { secureContext, verify: verify === 'require', checkPeerName, checkPeerExpire }
  } catch {
    // All but the key was looked at.
    throw new BadOptionError(`${name}.machineCertificate must hold the key of its first certificate, unencrypted`)
  }
}

function areCertificates (value: unknown): boolean {
  const texts = [value].flat()
  return texts.length > 0 && texts.every(isCertificates)
}

/** Whether a text holds certificates that can be read, among other things perhaps. */
function isCertificates (value: unknown): boolean {
  const found = typeof value === 'string' ? value.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [] : []
  return found.length > 0 && found.every(pem => {
    try {
      return new X509Certificate(pem).fingerprint256 !== ''
    } catch {
      return false
    }
  })
}

function isRange (value: unknown): boolean {
  if (!Array.isArray(value)) return false
  const places = value.map(version => versions.indexOf(version)).sort()
  return places.length > 0 && places.every((place, i) => place >= 0 && place === places[0]! + i)
}
