/** `ProxyPass` and `ProxyPassMatch`. */
import { isBalancerUrl, mentionBalancer, setParameters } from '../balancer-draft.ts'
import type { ProxyPassRule } from '../configuration.ts'
import { servers, used } from '../directive.ts'
import type { Directive, Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'
import { checkParameters } from '../health-checks.ts'
import { readUrl } from '../member-url.ts'
import { memberParameters, readParameters } from '../parameters.ts'
import { readPattern, readPrefix } from '../pattern.ts'
import { slashNote } from '../slashes.ts'

export const proxyPass: Rules = {
  ProxyPass: used([...servers, 'location'], [1, Infinity], useProxyPass),
  ProxyPassMatch: used([...servers, 'location'], [1, Infinity], useProxyPassMatch)
}

const mappings: ReadonlyArray<NonNullable<ProxyPassRule['mapping']>> = ['encoded', 'servlet']

/** `[path] !|url [key=value …] [nocanon]`; in a `<Location>` the path is the section's. */
function useProxyPass (words: readonly string[], scope: Scope, directive: Directive): string {
  const { location, server } = scope
  if (location !== null) return useInLocation(location.match, words, scope, directive)
  const [path = '', ...rest] = words
  if (rest.length === 0) refuse('needs a path and a URL when it is not in a <Location>')
  if (path === '~') return useProxyPassMatch(rest, scope, directive)
  if (!path.startsWith('/')) refuse(`the path must begin with /: "${path}"`)
  return addRule(server.proxyPass, path, rest, scope, directive)
}

function useProxyPassMatch (words: readonly string[], scope: Scope, directive: Directive): string {
  const { location, server } = scope
  if (location !== null) return useInLocation(typeof location.match === 'string' ? readPrefix(location.match) : location.match, words, scope, directive)
  const [pattern = '', ...rest] = words
  if (rest.length === 0) refuse('needs a pattern and a URL when it is not in a <Location>')
  return addRule(server.proxyPass, readPattern(pattern), rest, scope, directive)
}

function useInLocation (path: string | RegExp, words: readonly string[], scope: Scope, directive: Directive): string {
  if (words[0]!.startsWith('/')) refuse('takes no path in a <Location>, which has one')
  const rules: ProxyPassRule[] = []
  const note = addRule(rules, path, words, scope, directive)
  // Of several sections that hold, httpd takes the last one's.
  scope.server.locationProxyPass.unshift(...rules)
  return note
}

function addRule (rules: ProxyPassRule[], path: string | RegExp, words: readonly string[], scope: Scope, directive: Directive): string {
  const { note, ...target } = readTarget(words, scope, directive)
  if (target.mapping === 'servlet' && typeof path !== 'string') refuse('mapping=servlet needs a path, not a pattern')
  rules.push({ path, ...target })
  return [typeof path === 'string' ? slashNote(path, target.url) : '', note].filter(Boolean).join(', ')
}

type Target = Omit<ProxyPassRule, 'path'> & { readonly note: string }

/** `!`, a balancer, whose parameters these are then, or a plain URL; with the rule's own options. */
function readTarget ([url = '', ...words]: readonly string[], scope: Scope, { entry }: Directive): Target {
  const { options, rest, note } = readOptions(words)
  const given = readParameters(rest)
  const place = { file: entry.file, line: entry.line }
  if (url === '!') {
    if (rest.length > 0) refuse('! takes no parameters')
    return { url, parameters: {}, ...options, place, note }
  }
  if (Object.keys(options).length > 0 && /[\s\p{Cc}]/u.test(url)) refuse(`the URL is sent as it is, and must be encoded: "${url}"`)
  if (isBalancerUrl(url)) {
    setParameters(mentionBalancer(scope.draft, url, entry), given, scope, entry)
    return { url, parameters: {}, ...options, place, note }
  }
  const target = readUrl(url, 'target', scope.draft.runtimeDir)
  const unchecked = Object.keys(given).filter(name => checkParameters.has(name))
  const { parameters, note: without } = memberParameters(target, Object.fromEntries(Object.entries(given).filter(([name]) => !checkParameters.has(name))))
  const notes = [note, without, unchecked.length === 0 ? '' : `without ${unchecked.join(', ')} (only members of balancers are checked)`]
  return { url: target, parameters, ...options, place, note: notes.filter(Boolean).join(', ') }
}

interface OwnOptions {
  readonly options: Pick<ProxyPassRule, 'nocanon' | 'mapping'>
  /** The words that are parameters. */
  readonly rest: readonly string[]
  readonly note: string
}

function readOptions (words: readonly string[]): OwnOptions {
  const has = (name: string): boolean => words.some(word => word.toLowerCase() === name)
  if (has('interpolate')) refuse('interpolate is not supported yet')
  const mapping = words.findLast(word => isMapping.test(word))?.replace(isMapping, '').toLowerCase()
  return {
    options: {
      ...(has('nocanon') ? { nocanon: true } : {}),
      ...(mapping === undefined ? {} : { mapping: readMapping(mapping) })
    },
    rest: words.filter(word => !/^(?:nocanon|noquery)$/i.test(word) && !isMapping.test(word)),
    note: has('noquery') ? 'without noquery (for FastCGI only)' : ''
  }
}

const isMapping = /^mapping=/i

function readMapping (text: string): NonNullable<ProxyPassRule['mapping']> {
  return mappings.find(mapping => mapping === text) ?? refuse(`mapping must be ${mappings.join(' or ')}, not "${text}"`)
}
