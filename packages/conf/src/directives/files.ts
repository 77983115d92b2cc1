/** Which files are served, and how. */
import { resolve } from 'node:path'
import { ignore, servers, used } from '../directive.ts'
import type { Context, Outcome, Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'
import { readPattern } from '../pattern.ts'
import type { Settings } from '../settings.ts'

const everywhere: readonly Context[] = [...servers, 'directory', 'location']

export const files: Rules = {
  DocumentRoot: used(servers, [1, 1], ([path = ''], { server, draft }) => { server.documentRoot = resolve(draft.serverRoot, path) }),
  Alias: used(servers, [2, 2], alias),
  AliasMatch: used(servers, [2, 2], ([pattern = '', target = ''], scope) => addAlias(readPattern(pattern), target, scope)),
  DirectoryIndex: used(everywhere, [1, Infinity], directoryIndex),
  FallbackResource: used(everywhere, [1, 1], fallbackResource),
  Options: used(everywhere, [1, Infinity], options),
  AddType: used(everywhere, [2, Infinity], addType),
  AddHandler: used(everywhere, [2, Infinity], addHandler)
}

function alias ([path = '', target = '']: readonly string[], scope: Scope): void {
  if (!path.startsWith('/')) refuse(`the path must begin with /: "${path}"`)
  addAlias(path, target, scope)
}

function addAlias (path: string | RegExp, target: string, { server, draft }: Scope): void {
  const absolute = resolve(draft.serverRoot, target)
  server.aliases.push({ path, target: target.endsWith('/') && absolute !== '/' ? `${absolute}/` : absolute })
}

function directoryIndex (words: readonly string[], { settings }: Scope): void {
  const names = words.length === 1 && words[0]!.toLowerCase() === 'disabled' ? [] : words
  if (names.some(name => name.includes('/'))) refuse('names with a slash are not supported yet')
  settings.directoryIndex = names
}

function fallbackResource ([path = '']: readonly string[], { settings }: Scope): void {
  if (path !== 'disabled' && !path.startsWith('/')) refuse(`must be a path or "disabled", not "${path}"`)
  settings.fallbackResource = path
}

/** What an option means for symbolic links; the others mean nothing here. */
const links: Readonly<Record<string, NonNullable<Settings['followSymLinks']>>> = {
  all: 'always',
  followsymlinks: 'always',
  symlinksifownermatch: 'inside'
}

const known: ReadonlySet<string> = new Set([...Object.keys(links), 'none', 'indexes', 'includes', 'includesnoexec', 'execcgi', 'multiviews'])

/** With `+` and `-` options are changed; without, all are as said. */
function options (words: readonly string[], { settings }: Scope): string {
  const unknown = words.find(word => !known.has(word.replace(/^[+-]/, '').toLowerCase()))
  if (unknown !== undefined) refuse(`there is no option ${unknown}`)
  if (words.every(word => !/^[+-]/.test(word))) settings.followSymLinks = 'never'
  for (const word of words) {
    const [, sign, name] = /^([+-]?)(.*)$/.exec(word.toLowerCase())!
    const meaning = links[name!]
    if (meaning !== undefined) settings.followSymLinks = sign === '-' ? 'never' : meaning
  }
  const listed = words.some(word => /^\+?(?:all|indexes)$/i.test(word))
  return listed ? 'directories are not listed' : ''
}

function addType ([type = '', ...extensions]: readonly string[], { settings }: Scope): void {
  settings.types = { ...settings.types, ...Object.fromEntries(extensions.map(extension => [extension.replace(/^\./, '').toLowerCase(), type])) }
}

/** A handler that would run files must not be forgotten: their source would be served. */
function addHandler ([handler = '']: readonly string[]): Outcome {
  if (!/^(?:type-map|default-handler)$/i.test(handler)) refuse(`${handler} is not supported: files are served as they are`)
  return ignore('files are served as they are')
}
