/** Variables of requests: `SetEnv`, `UnsetEnv`, `PassEnv`, `SetEnvIf`, `BrowserMatch`. */
import { servers, used } from '../directive.ts'
import type { Context, Rules, Scope, Use } from '../directive.ts'
import { refuse } from '../errors.ts'
import { readPattern } from '../pattern.ts'
import type { Variable } from '../settings.ts'

const everywhere: readonly Context[] = [...servers, 'location', 'directory']

export const environment: Rules = {
  SetEnv: used(everywhere, [1, 2], ([name = '', value = ''], scope) => addVariables([{ name, value }], scope)),
  UnsetEnv: used(everywhere, [1, Infinity], (names, scope) => addVariables(names.map(name => ({ name, value: null })), scope)),
  PassEnv: used(everywhere, [1, Infinity], passEnv),
  SetEnvIf: used(everywhere, [3, Infinity], setEnvIf('')),
  SetEnvIfNoCase: used(everywhere, [3, Infinity], setEnvIf('i')),
  BrowserMatch: used(everywhere, [2, Infinity], browserMatch('')),
  BrowserMatchNoCase: used(everywhere, [2, Infinity], browserMatch('i'))
}

/** What httpd's own modules do at these names. */
const withoutMeaning: ReadonlySet<string> = new Set([
  'downgrade-1.0', 'force-proxy-request-1.0', 'force-response-1.0', 'proxy-initial-not-pooled', 'proxy-interim-response', 'proxy-nokeepalive',
  'proxy-sendchunked', 'proxy-sendchunks', 'proxy-sendcl', 'proxy-chain-auth', 'proxy-status', 'redirect-carefully', 'suppress-error-charset'
])

function addVariables (variables: readonly Variable[], { settings }: Scope): string {
  if (variables.some(({ name, value }) => name === 'no-proxy' && value !== null)) refuse('comes too late for no-proxy: SetEnvIf in the server sets it')
  settings.setEnv = [...settings.setEnv, ...variables]
  return noteOn(variables)
}

/** A variable that the process does not have is passed over. */
function passEnv (names: readonly string[], scope: Scope): string {
  const { environment } = scope.draft
  return addVariables(names.flatMap(name => environment[name] === undefined ? [] : [{ name, value: environment[name] }]), scope)
}

function setEnvIf (flag: '' | 'i'): Use {
  return ([attribute = '', pattern = '', ...words], { settings, section }) => {
    if (!/^[\w-]+$/.test(attribute)) refuse(`the attribute is a name, not "${attribute}": expressions are not supported yet`)
    const expression = readPattern(pattern)
    const sets = words.map(readVariable)
    if (section !== null && sets.some(({ name }) => name === 'no-proxy')) refuse('comes too late for no-proxy in a section')
    const insensitive = flag === 'i' ? new RegExp(expression.source, 'i') : expression
    settings.setEnvIf = [...settings.setEnvIf, { attribute: attribute.toLowerCase(), pattern: insensitive, sets }]
    return noteOn(sets)
  }
}

function browserMatch (flag: '' | 'i'): Use {
  const use = setEnvIf(flag)
  return (words, scope, directive) => use(['User-Agent', ...words], scope, directive)
}

/** `NAME`, `NAME=value`, `!NAME`. */
function readVariable (word: string): Variable {
  const [, not, name, value = '1'] = /^(!?)([^=]+)(?:=(.*))?$/s.exec(word) ?? refuse(`is no variable: "${word}"`)
  return { name: name!, value: not === '' ? value : null }
}

function noteOn (variables: readonly Variable[]): string {
  const names = variables.flatMap(({ name }) => withoutMeaning.has(name) ? [name] : [])
  return names.length === 0 ? '' : `${names.join(', ')} changes nothing here`
}
