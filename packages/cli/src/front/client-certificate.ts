/** Decides by a client's certificate whether it gets in (`SSLVerifyClient`). */
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls'
import type { TlsDefinition } from '@fastify-balancer/conf'

export function isWelcome ({ verifyClient, verifyDepth }: TlsDefinition, socket: TLSSocket): boolean {
  if (verifyClient === 'none') return true
  const certificate = socket.getPeerCertificate(true)
  if (certificate.raw === undefined) return verifyClient === 'optional'
  return socket.authorized && depthOf(certificate) <= verifyDepth
}

/** How many certificates stand above; the last one vouches for itself. */
function depthOf (certificate: DetailedPeerCertificate): number {
  const above = certificate.issuerCertificate
  return above === undefined || above === certificate ? 0 : 1 + depthOf(above)
}
