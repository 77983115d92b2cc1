/** Who gets in: `Require` and its containers, `AuthType Basic` and its files, `<Limit>`. */
import { resolve } from 'node:path'
import { all, enter, ignore, used } from '../directive.ts'
import type { Context, Directive, Outcome, Rules, Scope, Use } from '../directive.ts'
import { refuse } from '../errors.ts'
import { readRequire } from '../require.ts'
import type { MethodLimit, NamedFile, Requirement } from '../settings.ts'

const inSections: readonly Context[] = ['location', 'proxy', 'directory']

export const access: Rules = {
  Require: used(inSections, [1, Infinity], useRequire),
  '<RequireAll>': used(inSections, [0, 0], requirements('all')),
  '<RequireAny>': used(inSections, [0, 0], requirements('any')),
  '<RequireNone>': used(inSections, [0, 0], requirements('none')),
  '<Limit>': used(inSections, [1, Infinity], limit(false)),
  '<LimitExcept>': used(inSections, [1, Infinity], limit(true)),
  AuthType: used(inSections, [1, 1], ([word = ''], { settings }) => { settings.authType = readAuthType(word) }),
  AuthName: used(inSections, [1, 1], ([word = ''], { settings }) => { settings.authName = word }),
  AuthUserFile: used(inSections, [1, 1], ([path = ''], scope, { entry }) => { scope.settings.authUserFile = readFile(path, scope, entry) }),
  AuthGroupFile: used(inSections, [1, 1], ([path = ''], scope, { entry }) => { scope.settings.authGroupFile = readFile(path, scope, entry) }),
  AuthBasicProvider: used(inSections, [1, Infinity], authBasicProvider),
  AuthMerging: used(inSections, [1, 1], ([word = ''], { settings }) => { settings.authMerging = readAuthMerging(word) }),
  ...all(['Allow', 'Deny', 'Order', 'Satisfy'], {
    verdict: 'refused', why: 'of mod_access_compat, which httpd 2.4 replaced: say it with Require, in <RequireAll> or <RequireAny>'
  })
}

function useRequire (words: readonly string[], { requirements, limit }: Scope): void {
  const requirement = readRequire(words)
  if (requirement.not && requirements.type === 'any') refuse('"not" lets nobody in, and beside it anybody may: it belongs into <RequireAll>')
  requirements.of.push({ ...requirement, limit })
}

function requirements (type: 'all' | 'any' | 'none'): Use {
  return (_words, scope, { entry }) => {
    const inner = { type, words: [], not: false, limit: scope.limit, of: [] as Requirement[] }
    scope.requirements.of.push(inner)
    return enter({ ...scope, within: entry.directive, requirements: inner })
  }
}

function limit (except: boolean): Use {
  return (words, scope, { entry }) => {
    if (scope.limit !== null) refuse('not supported in another one')
    const methods: MethodLimit = { methods: words, except }
    return enter({ ...scope, within: entry.directive, limit: methods })
  }
}

function readAuthType (word: string): 'basic' | 'none' {
  const type = word.toLowerCase()
  if (type !== 'basic' && type !== 'none') refuse(`it can be Basic or None, ${word} is not supported yet`)
  return type
}

function readAuthMerging (word: string): 'off' | 'and' | 'or' {
  const merging = word.toLowerCase()
  if (merging !== 'off' && merging !== 'and' && merging !== 'or') refuse(`must be Off, And or Or, not "${word}"`)
  return merging
}

function readFile (path: string, { draft }: Scope, { file, line }: Directive['entry']): NamedFile {
  return { path: resolve(draft.serverRoot, path), place: { file, line } }
}

function authBasicProvider (words: readonly string[]): Outcome {
  const other = words.find(word => word.toLowerCase() !== 'file')
  if (other !== undefined) refuse(`${other} is not supported yet: it can be file`)
  return ignore('as it is here')
}
