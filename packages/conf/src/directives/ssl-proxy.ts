/** mod_ssl's directives for TLS to members. */
import { resolve } from 'node:path'
import type { TlsVersion } from '../configuration.ts'
import { servers, used } from '../directive.ts'
import type { Rule, Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'
import { readCertificateDirectory, readCertificates, readMachineCertificate } from '../pem.ts'
import type { SslProxyDraft } from '../ssl-proxy.ts'
import { readOnOff } from '../values.ts'

export const sslProxy: Rules = {
  SSLProxyVerify: one((draft, word) => { draft.verify = readVerify(word) }),
  SSLProxyCACertificateFile: one((draft, path) => { draft.caCertificateFile = readCertificates(path) }, true),
  SSLProxyCACertificatePath: one((draft, path) => { draft.caCertificatePath = readCertificateDirectory(path) }, true),
  SSLProxyMachineCertificateFile: one((draft, path) => { draft.machineCertificate = readMachineCertificate(path) }, true),
  SSLProxyCheckPeerName: one((draft, word) => { draft.checkPeerName = readOnOff(word) }),
  SSLProxyCheckPeerCN: one((draft, word) => { draft.checkPeerCN = readOnOff(word) }),
  SSLProxyCheckPeerExpire: one((draft, word) => { draft.checkPeerExpire = readOnOff(word) }),
  SSLProxyProtocol: used([...servers, 'proxy'], [1, Infinity], (words, scope) => { draftOf(scope).protocol = readProtocol(words) })
}

/** A directive with one word, or one path. */
function one (set: (draft: SslProxyDraft, word: string) => void, isPath = false): Rule {
  return used([...servers, 'proxy'], [1, 1], ([word = ''], scope) => {
    set(draftOf(scope), isPath ? resolve(scope.draft.serverRoot, word) : word)
  })
}

/** The server's, or in a `<Proxy balancer://…>` the balancer's in this server. */
function draftOf ({ server, context, balancer }: Scope): SslProxyDraft {
  if (context !== 'proxy') return server.sslProxy
  const { name } = balancer ?? refuse('not supported yet in a <Proxy> that is no balancer')
  const draft = server.sslProxyOfBalancers.get(name) ?? {}
  server.sslProxyOfBalancers.set(name, draft)
  return draft
}

/** With `optional` a server that shows a certificate must show a good one, and all do. */
function readVerify (word: string): 'require' | 'none' {
  switch (word.toLowerCase()) {
    case 'none':
      return 'none'
    case 'require':
    case 'optional':
      return 'require'
    default:
      return refuse(`must be require, optional or none, not "${word}"`)
  }
}

const versions: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']

/** `all` are those that are spoken without being named; SSLv3 can only be taken away. */
const named: Readonly<Record<string, readonly TlsVersion[]>> = {
  all: ['TLSv1.2', 'TLSv1.3'],
  sslv3: [],
  ...Object.fromEntries(versions.map(version => [version.toLowerCase(), [version]]))
}

/** In httpd a second word without a sign makes the first one forgotten. */
function readProtocol (words: readonly string[]): readonly TlsVersion[] {
  const spoken = new Set<TlsVersion>()
  for (const [i, word] of words.entries()) {
    const [, sign = '', name = ''] = /^([+-]?)(.*)$/.exec(word)!
    const meant = Object.hasOwn(named, name.toLowerCase()) ? named[name.toLowerCase()]! : refuse(`must be ${versions.join(', ')} or all, each with + or - in front, not "${word}"`)
    if (sign === '' && i > 0) refuse(`${word} needs + or - in front`)
    if (meant.length === 0 && sign !== '-') refuse(`${word} is not spoken`)
    for (const version of meant) sign === '-' ? spoken.delete(version) : spoken.add(version)
  }
  const range = versions.filter(version => spoken.has(version))
  if (range.length === 0) refuse('leaves no protocol')
  if (versions.indexOf(range.at(-1)!) - versions.indexOf(range[0]!) >= range.length) refuse(`a gap is not supported: ${range.join(', ')}`)
  return range
}
