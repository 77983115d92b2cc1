/** Completes how a server speaks TLS with what it inherits from the main server. */
import type { Said, TlsDefinition } from './configuration.ts'
import type { Draft, FileDraft, ServerDraft, TlsSettings } from './draft.ts'
import { attempt } from './errors.ts'
import { readPrivateKey } from './pem.ts'
import { settle } from './report.ts'

/** httpd's, but for the versions: it means older ones too. */
const defaults: TlsSettings = {
  chain: null,
  ca: null,
  verifyClient: 'none',
  verifyDepth: 1,
  versions: ['TLSv1.2', 'TLSv1.3'],
  cipherSuite: null,
  tls13CipherSuite: null,
  honorCipherOrder: false,
  sessionTickets: true
}

/** Refuses what can be seen only now that all of the file is read. */
export function defineTls (server: ServerDraft, draft: Draft): TlsDefinition | null {
  const main = draft.main.tls
  const engine = server.tls.engine ?? main.engine
  const [certificates = [], keys = []] = server.tls.certificates.length > 0
    ? [server.tls.certificates, server.tls.keys]
    : [main.certificates, main.keys]
  if (!(engine?.on ?? (certificates.length > 0 && isForHttps(server, draft)))) return null
  const settings = { ...defaults, ...main.settings, ...server.tls.settings }
  const verifyEntry = server.tls.verifyEntry ?? main.verifyEntry
  if (settings.verifyClient !== 'none' && settings.ca === null) settle(verifyEntry!, 'refused', 'needs SSLCACertificateFile: nobody could be verified')
  if (certificates.length === 0) settle(engine!.entry, 'refused', 'needs SSLCertificateFile')
  return {
    ...settings,
    certificates: certificates.map((certificate, i) => ({ certificate: said(certificate), key: said(keys[i] ?? withKey(certificate)) }))
  }
}

/** Without SSLEngine a port for https says that it is meant (`Listen 443`, `Listen 8443 https`). */
function isForHttps ({ addresses }: ServerDraft, { listen }: Draft): boolean {
  return addresses.some(address => listen.some(({ port, protocol }) =>
    port === address.port && (protocol ?? (port === 443 ? 'https' : 'http')) === 'https'))
}

/** A certificate without SSLCertificateKeyFile has its key in the same file. */
function withKey (file: FileDraft): FileDraft {
  attempt<unknown>(() => readPrivateKey(file.path), reason => { settle(file.entry, 'refused', `without SSLCertificateKeyFile: ${reason}`) })
  return file
}

function said ({ path, entry: { file, line } }: FileDraft): Said {
  return { value: path, place: { file, line } }
}
