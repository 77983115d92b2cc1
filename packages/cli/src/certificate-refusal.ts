/** Tells the line of the file that names a certificate which turns out to be of no use. */
import type { Place } from '@fastify-balancer/conf'
import { formatPlace } from './log/log-files.ts'
import { Refusal } from './refusal.ts'

const directives: Readonly<Record<string, string>> = {
  caCertificate: 'SSLProxyCACertificateFile',
  machineCertificate: 'SSLProxyMachineCertificateFile'
}

/** @returns the error itself when it is about something else */
export function certificateRefusal (error: unknown, placeOf: (directive: string) => Place | null): unknown {
  const [, option = '', reason = ''] = /^sslProxy\.(?:balancers\..+\.)?(\w+) (must .*)$/.exec((error as Error).message) ?? []
  const directive = directives[option]
  return directive === undefined ? error : new Refusal(`${formatPlace(placeOf(directive), directive)}${reason}`)
}
