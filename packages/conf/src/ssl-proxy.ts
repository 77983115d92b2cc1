/** Completes what TLS to members asks for, from what directives say. */
import type { SslProxyRules } from './configuration.ts'

/** One server's or one `<Proxy balancer://…>`'s own directives, as they stand. */
export interface SslProxyDraft {
  verify?: 'require' | 'none'
  /** The contents of `SSLProxyCACertificateFile` and of all files in `SSLProxyCACertificatePath`. */
  caCertificateFile?: string
  caCertificatePath?: string
  machineCertificate?: string
  checkPeerName?: boolean
  checkPeerCN?: boolean
  checkPeerExpire?: boolean
  protocol?: SslProxyRules['protocol'] & {}
}

/** @param drafts the later ones win, directive by directive */
export function sslProxyRules (...drafts: readonly SslProxyDraft[]): SslProxyRules {
  const { caCertificateFile, caCertificatePath, checkPeerName, checkPeerCN, ...rest } = Object.assign({}, ...drafts) as SslProxyDraft
  const caCertificates = [caCertificateFile, caCertificatePath].filter(text => text !== undefined)
  return {
    ...rest,
    ...(caCertificates.length === 0 ? {} : { caCertificate: caCertificates.join('\n') }),
    // In httpd SSLProxyCheckPeerCN counts as long as SSLProxyCheckPeerName is not On.
    ...(checkPeerName === undefined && checkPeerCN === undefined ? {} : { checkPeerName: checkPeerName === true || (checkPeerCN ?? checkPeerName!) })
  }
}
