/** What a TLS handshake with a member asks for, and why it fails. */
import { checkServerIdentity } from 'node:tls'
import type { SecureContext, TLSSocket } from 'node:tls'

/** How a member proves who it is. */
export interface TlsOptions {
  /** Known authorities, our own certificate, protocol versions. */
  readonly secureContext: SecureContext
  /** The member's certificate must lead to a known authority, and be valid today. */
  readonly verify: boolean
  /** It must be made out to the member's hostname. */
  readonly checkPeerName: boolean
  /** It must be valid today, even if nobody vouches for it. */
  readonly checkPeerExpire: boolean
}

/** What is wrong with a certificate that nobody needs to vouch for: httpd looks at name and time of these too. */
export function flawOf (socket: TLSSocket, { checkPeerName, checkPeerExpire }: TlsOptions, hostname: string): Error | undefined {
  const certificate = socket.getPeerCertificate()
  const now = Date.now()
  if (checkPeerExpire && !(Date.parse(certificate.valid_from) <= now && now <= Date.parse(certificate.valid_to))) {
    return new Error(`the certificate is valid from ${certificate.valid_from} to ${certificate.valid_to}`)
  }
  return checkPeerName ? checkServerIdentity(hostname, certificate) : undefined
}

/** Why a handshake failed, for people: OpenSSL's own words are a part of its messages only. */
export function handshakeReason (error: Error & { readonly reason?: string }): string {
  return error.reason ?? error.message
}

/** RFC 8446 §6.2: the alerts that tell a client that its certificate will not do, or is missing. */
const certificateAlerts = /^ERR_SSL_.*ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA|ACCESS_DENIED)$/

export function isAboutOurCertificate (error: NodeJS.ErrnoException | undefined): boolean {
  return certificateAlerts.test(error?.code ?? '')
}
