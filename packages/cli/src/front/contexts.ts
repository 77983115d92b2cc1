/** Reads certificates and keys, and makes of them what a handshake needs. */
import { createPrivateKey, constants, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { SecureContext, SecureContextOptions } from 'node:tls'
import type { Said, ServerDefinition, TlsDefinition } from '@fastify-balancer/conf'
import { Refusal } from '../refusal.ts'

/** How a server shakes hands. */
export interface Context {
  readonly options: SecureContextOptions
  readonly secureContext: SecureContext
  /** Equal for servers that ask the same of their clients and show the same certificates. */
  readonly likeness: string
}

/** Of those servers that speak TLS. */
export type Contexts = ReadonlyMap<ServerDefinition, Context>

export const withoutTickets: SecureContextOptions = { secureOptions: constants.SSL_OP_NO_TICKET }

/** @throws Refusal such as `httpd.conf:12: SSLCertificateKeyFile: …` */
export function createContexts (servers: readonly ServerDefinition[]): Contexts {
  return new Map(servers.flatMap(server => server.tls === null ? [] : [[server, createContext(server.tls)]]))
}

function createContext (tls: TlsDefinition): Context {
  const chain = tls.chain === null ? '' : `\n${read(tls.chain, 'SSLCertificateChainFile')}`
  const pairs = tls.certificates.map(readPair)
  const options: SecureContextOptions = {
    cert: pairs.map(({ certificate }) => certificate + chain),
    key: pairs.map(({ key }) => key),
    minVersion: tls.versions[0]!,
    maxVersion: tls.versions.at(-1)!,
    honorCipherOrder: tls.honorCipherOrder,
    ...(tls.sessionTickets ? {} : withoutTickets),
    ...(tls.ca === null ? {} : { ca: read(tls.ca, 'SSLCACertificateFile') }),
    ...ciphers(tls)
  }
  return { options, secureContext: secureContext(options, tls), likeness: likeness(tls) }
}

function secureContext (options: SecureContextOptions, { cipherSuite, tls13CipherSuite, certificates }: TlsDefinition): SecureContext {
  try {
    return createSecureContext(options)
  } catch (error) {
    const { message } = error as Error
    const [said, directive] = cipherSuite !== null || tls13CipherSuite !== null
      ? [cipherSuite ?? tls13CipherSuite!, 'SSLCipherSuite']
      : [certificates[0]!.certificate, 'SSLCertificateFile']
    throw refusal(said, directive, `${said.value}: ${message}`)
  }
}

const defaultCiphers = constants.defaultCipherList.split(':')

/** Node has the suites of TLS 1.3, which begin with `TLS_`, and those of TLS 1.2 in one list, and without the former speaks no TLS 1.3. */
function ciphers ({ cipherSuite, tls13CipherSuite }: TlsDefinition): { ciphers?: string } {
  if (cipherSuite === null && tls13CipherSuite === null) return {}
  const defaults = (is13: boolean): string => defaultCiphers.filter(name => name.startsWith('TLS_') === is13).join(':')
  return { ciphers: `${tls13CipherSuite?.value ?? defaults(true)}:${cipherSuite?.value ?? defaults(false)}` }
}

function readPair ({ certificate, key }: TlsDefinition['certificates'][number]): { certificate: string, key: string } {
  const pem = { certificate: read(certificate, 'SSLCertificateFile'), key: read(key, 'SSLCertificateKeyFile') }
  const leaf = orRefuse(certificate, 'SSLCertificateFile', () => new X509Certificate(pem.certificate))
  const privateKey = orRefuse(key, 'SSLCertificateKeyFile', () => createPrivateKey(pem.key))
  if (!leaf.checkPrivateKey(privateKey)) throw refusal(key, 'SSLCertificateKeyFile', `${key.value} is not the key of ${certificate.value}`)
  return pem
}

function read (file: Said, directive: string): string {
  return orRefuse(file, directive, () => readFileSync(file.value, 'utf8'))
}

function orRefuse<T> (said: Said, directive: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw refusal(said, directive, `${said.value}: ${(error as Error).message}`)
  }
}

function refusal ({ place: { file, line } }: Said, directive: string, reason: string): Refusal {
  return new Refusal(`${file}:${line}: ${directive}: ${reason}`)
}

/** As mod_ssl compares: by the names of the files. */
function likeness ({ certificates, ca, verifyClient, verifyDepth }: TlsDefinition): string {
  const files = certificates.map(({ certificate, key }) => [certificate.value, key.value])
  return JSON.stringify([files, ca?.value, verifyClient, verifyDepth])
}
