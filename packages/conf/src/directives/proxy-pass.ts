/** `ProxyPass` and `ProxyPassMatch`. */
import { isBalancerUrl, mentionBalancer, setParameters } from '../balancer-draft.ts'
import type { ProxyPassRule } from '../configuration.ts'
import { servers, used } from '../directive.ts'
import type { Directive, Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'
import { readUrl } from '../member-url.ts'
import { memberParameters, readParameters } from '../parameters.ts'
import { readPattern } from '../pattern.ts'

export const proxyPass: Rules = {
  ProxyPass: used([...servers, 'location'], [1, Infinity], useProxyPass),
  ProxyPassMatch: used(servers, [2, Infinity], useProxyPassMatch)
}

const later = /^(?:nocanon|interpolate|mapping=.*)$/i
const noquery = /^noquery$/i

/** `[path] !|url [key=value …]`; in a `<Location>` the path is the section's. */
function useProxyPass (words: readonly string[], scope: Scope, directive: Directive): string {
  const { location, server } = scope
  if (location !== null) {
    if (words[0]!.startsWith('/')) refuse('takes no path in a <Location>, which has one')
    const { note, ...target } = readTarget(words, scope, directive)
    // Of several sections that hold, httpd takes the last one's.
    server.locationProxyPass.unshift({ path: location.path, ...target })
    return note
  }
  const [path = '', ...rest] = words
  if (rest.length === 0) refuse('needs a path and a URL when it is not in a <Location>')
  if (path === '~') return useProxyPassMatch(rest, scope, directive)
  if (!path.startsWith('/')) refuse(`the path must begin with /: "${path}"`)
  const { note, ...target } = readTarget(rest, scope, directive)
  server.proxyPass.push({ path, ...target })
  return note
}

function useProxyPassMatch ([pattern = '', ...rest]: readonly string[], scope: Scope, directive: Directive): string {
  if (rest.length === 0) refuse('needs a pattern and a URL')
  const path = readPattern(pattern)
  const { note, ...target } = readTarget(rest, scope, directive)
  scope.server.proxyPass.push({ path, ...target })
  return note
}

type Target = Omit<ProxyPassRule, 'path'> & { readonly note: string }

/** `!`, a balancer, whose parameters these are then, or a plain URL. */
function readTarget ([url = '', ...words]: readonly string[], scope: Scope, { entry }: Directive): Target {
  const unsupported = words.find(word => later.test(word))
  if (unsupported !== undefined) refuse(`${unsupported} is not supported yet`)
  const given = readParameters(words.filter(word => !noquery.test(word)))
  const note = words.some(word => noquery.test(word)) ? 'without noquery (for FastCGI only)' : ''
  const place = { file: entry.file, line: entry.line }
  if (url === '!') {
    if (words.length > 0) refuse('! takes no parameters')
    return { url, parameters: {}, place, note }
  }
  if (isBalancerUrl(url)) {
    setParameters(mentionBalancer(scope.draft, url, entry), given, scope, entry)
    return { url, parameters: {}, place, note }
  }
  const target = readUrl(url, 'target', scope.draft.runtimeDir)
  const { parameters, note: without } = memberParameters(target, given)
  return { url: target, parameters, place, note: [note, without].filter(Boolean).join(', ') }
}
