/** TLS with clients: the `SSL…` directives. */
import { resolve } from 'node:path'
import { all, asItIs, ignore, ignored, servers, used } from '../directive.ts'
import type { Directive, Outcome, Rule, Rules, Scope } from '../directive.ts'
import type { TlsVersion, VerifyClient } from '../configuration.ts'
import type { TlsDraft } from '../draft.ts'
import { refuse } from '../errors.ts'
import { readCertificates, readPrivateKey } from '../pem.ts'
import { readCount, readOnOff } from '../values.ts'

const sessionsAreTickets = 'sessions are kept by clients, in tickets'

export const tls: Rules = {
  SSLEngine: used(servers, [1, 1], engine),
  SSLCertificateFile: file(readCertificates, ({ certificates }, path, { entry }) => { certificates.push({ path, entry }) }),
  SSLCertificateKeyFile: file(readPrivateKey, ({ keys }, path, { entry }) => { keys.push({ path, entry }) }),
  SSLCertificateChainFile: file(readCertificates, ({ settings }, path, { entry }) => { settings.chain = { value: path, place: placeOf(entry) } }),
  SSLCACertificateFile: file(readCertificates, ({ settings }, path, { entry }) => { settings.ca = { value: path, place: placeOf(entry) } }),
  SSLVerifyClient: used(servers, [1, 1], verifyClient),
  SSLVerifyDepth: used(servers, [1, 1], ([word = ''], { server }) => { server.tls.settings.verifyDepth = readCount(word, 100) }),
  SSLProtocol: used(servers, [1, Infinity], (words, { server }) => {
    const { versions, note } = readVersions(words)
    server.tls.settings.versions = versions
    return note
  }),
  SSLCipherSuite: used(servers, [1, 2], cipherSuite),
  SSLHonorCipherOrder: used(servers, [1, 1], ([word = ''], { server }) => { server.tls.settings.honorCipherOrder = readOnOff(word) }),
  SSLSessionTickets: used(servers, [1, 1], ([word = ''], { server }) => { server.tls.settings.sessionTickets = readOnOff(word) }),
  SSLOptions: used([...servers, 'location', 'directory'], [1, Infinity], options),
  SSLCARevocationCheck: asItIs(['none'], 'as it is here'),
  SSLCompression: asItIs(['off'], 'as it is here'),
  SSLFIPS: asItIs(['off'], 'as it is here'),
  SSLInsecureRenegotiation: asItIs(['off'], 'as it is here'),
  SSLStrictSNIVHostCheck: asItIs(['off'], 'as it is here'),
  SSLPassPhraseDialog: ignored('keys with a passphrase are refused'),
  SSLRandomSeed: ignored('OpenSSL seeds itself'),
  ...all(['SSLSessionCache', 'SSLSessionCacheTimeout', 'SSLSessionTicketKeyFile'], ignored(sessionsAreTickets)),
  ...all(['SSLUseStapling', 'SSLStaplingCache', 'SSLStaplingErrorCacheTimeout', 'SSLStaplingFakeTryLater', 'SSLStaplingForceURL',
    'SSLStaplingResponderTimeout', 'SSLStaplingResponseMaxAge', 'SSLStaplingResponseTimeSkew', 'SSLStaplingReturnResponderErrors',
    'SSLStaplingStandardCacheTimeout'], ignored('OCSP answers are not stapled: clients ask for them themselves')),
  ...all(['SSLCryptoDevice', 'SSLRenegBufferSize'], ignored('no such device, no renegotiation'))
}

function engine ([word = '']: readonly string[], { server }: Scope, { entry }: Directive): void {
  if (word.toLowerCase() === 'optional') refuse('optional is not supported: browsers never asked for it')
  server.tls.engine = { on: readOnOff(word), entry }
}

/** A file that `read` accepts. */
function file (read: (path: string) => string, use: (draft: TlsDraft, path: string, directive: Directive) => void): Rule {
  return used(servers, [1, 1], ([word = ''], { server, draft }, directive) => {
    const path = resolve(draft.serverRoot, word)
    read(path)
    use(server.tls, path, directive)
  })
}

function placeOf ({ file, line }: Directive['entry']): { file: string, line: number } {
  return { file, line }
}

function verifyClient ([word = '']: readonly string[], { server }: Scope, { entry }: Directive): void {
  const value = word.toLowerCase()
  if (value === 'optional_no_ca') refuse('optional_no_ca is not supported: nobody would have verified the client')
  if (!isVerifyClient(value)) refuse(`must be none, optional or require, not "${word}"`)
  server.tls.settings.verifyClient = value
  server.tls.verifyEntry = entry
}

function isVerifyClient (value: string): value is VerifyClient {
  return ['none', 'optional', 'require'].includes(value)
}

const versionsByName: Readonly<Record<string, readonly TlsVersion[]>> = {
  all: ['TLSv1.2', 'TLSv1.3'],
  'tlsv1.2': ['TLSv1.2'],
  'tlsv1.3': ['TLSv1.3'],
  // RFC 8996, 7568 and 6176: not to be spoken any more.
  'tlsv1.1': [],
  tlsv1: [],
  sslv3: [],
  sslv2: []
}

/** `[+|-]version …`; a name without sign is for itself, whatever stands before it. */
function readVersions (words: readonly string[]): { versions: TlsVersion[], note: string } {
  let versions = new Set<TlsVersion>()
  let note = ''
  for (const word of words) {
    const [, sign, name] = /^([+-]?)(.*)$/s.exec(word)!
    const named = versionsByName[name!.toLowerCase()] ?? refuse(`there is no protocol "${name}"`)
    if (named.length === 0 && sign !== '-') refuse(`${name} is not spoken any more (RFC 8996)`)
    if (sign === '' && versions.size > 0) note = `${word} takes the place of what stands before it: +${name} would add`
    if (sign === '') versions = new Set(named)
    for (const version of named) {
      if (sign === '-') versions.delete(version)
      else versions.add(version)
    }
  }
  if (versions.size === 0) refuse('no protocol is left')
  return { versions: [...versions].sort(), note }
}

/** `[SSL|TLSv1.3] ciphers`. */
function cipherSuite (words: readonly string[], { server: { tls: { settings } } }: Scope, { entry }: Directive): void {
  const [kind, value] = words.length === 1 ? ['ssl', words[0]!] : [words[0]!.toLowerCase(), words[1]!]
  const said = { value, place: placeOf(entry) }
  if (kind === 'ssl') settings.cipherSuite = said
  else if (kind === 'tlsv1.3') settings.tls13CipherSuite = said
  else refuse(`must be for SSL or TLSv1.3, not for "${words[0]}"`)
}

/** They are about variables that nobody reads here, and about renegotiation, which there is none; but one is about who gets in. */
function options (words: readonly string[]): Outcome {
  for (const word of words) {
    const name = word.replace(/^[+-]/, '').toLowerCase()
    if (!knownOptions.has(name)) refuse(`there is no option "${word}"`)
    if (name === 'fakebasicauth' && !word.startsWith('-')) refuse('FakeBasicAuth is not supported yet')
  }
  return ignore('nothing here reads the variables of TLS')
}

const knownOptions: ReadonlySet<string> = new Set([
  'stdenvvars', 'exportcertdata', 'exportbothcertdata', 'fakebasicauth', 'strictrequire', 'optrenegotiate', 'legacydnstringformat'
])
