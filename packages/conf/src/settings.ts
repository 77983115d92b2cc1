/** What sections say of the requests that they hold for, and how a later section changes what earlier ones said. */
import type { Place } from './configuration.ts'

/** Methods that something holds for: these, or with `except` all but these. HEAD goes with GET. */
export interface MethodLimit {
  readonly methods: readonly string[]
  readonly except: boolean
}

/** What a `Require` asks, or with `all`, `any` and `none` a container of several. */
export type RequirementType = 'all' | 'any' | 'none' | 'granted' | 'denied' | 'ip' | 'local' | 'user' | 'valid-user' | 'group' | 'method' | 'env'

/** `Require` and its containers. */
export interface Requirement {
  readonly type: RequirementType
  /** Subnets such as `10.1.0.0/16`, users, groups, methods or variables, of which one is enough. */
  readonly words: readonly string[]
  /** `Require not`. */
  readonly not: boolean
  /** `<Limit>`; for other methods it is met. null: for all methods. */
  readonly limit: MethodLimit | null
  /** What is in a container. */
  readonly of: readonly Requirement[]
}

/** A file that a directive names; the path is absolute. */
export interface NamedFile {
  readonly path: string
  readonly place: Place
}

/** A variable that is set, or with null unset. */
export interface Variable {
  readonly name: string
  readonly value: string | null
}

/** `SetEnvIf` and its kin: where the expression is found in the attribute, the variables are set. */
export interface SetEnvIfRule {
  /** In lower case: one of `remote_addr` and so on, or a header, or else an earlier variable. */
  readonly attribute: string
  /** An attribute that is missing is empty. */
  readonly pattern: RegExp
  /** With `$0` to `$9` for what was found. */
  readonly sets: readonly Variable[]
}

/** `Redirect`, `RedirectMatch`. */
export interface RedirectRule {
  readonly status: number
  /** A beginning of whole segments, or an expression. */
  readonly path: string | RegExp
  /** With `$0` to `$9` where the path is an expression; what follows a beginning is appended. null: none, as with 410. */
  readonly url: string | null
}

/** `ErrorDocument`: a text, a path of this server or a URL of whatever server. */
export interface ErrorDocument {
  readonly kind: 'text' | 'path' | 'url'
  readonly value: string
}

/** What is said at one place, or of one request; null: nothing. */
export interface Settings {
  readonly require: Requirement | null
  readonly authMerging: 'off' | 'and' | 'or' | null
  readonly authType: 'basic' | 'none' | null
  readonly authName: string | null
  readonly authUserFile: NamedFile | null
  readonly authGroupFile: NamedFile | null
  /** In the order in which they are carried out. */
  readonly setEnvIf: readonly SetEnvIfRule[]
  /** `SetEnv`, `UnsetEnv` and, as far as the process has them, `PassEnv`: after access is decided. */
  readonly setEnv: readonly Variable[]
  /** `DirectoryIndex`; empty: none. */
  readonly directoryIndex: readonly string[] | null
  /** `FallbackResource`: the path that is served in place of a file that is not there; `disabled`: none. */
  readonly fallbackResource: string | null
  /** `Options`: whether symbolic links are followed, also out of the root; null, where nothing is said: inside of it. */
  readonly followSymLinks: 'always' | 'inside' | 'never' | null
  /** `AddType`: media types by extension, without dot. */
  readonly types: Readonly<Record<string, string>>
  /** Those of a server are for what is not proxied, those of sections for all. */
  readonly redirects: readonly RedirectRule[]
  /** By status; null: the server's own page (`default`). */
  readonly errorDocuments: Readonly<Record<number, ErrorDocument | null>>
}

export const nothingSaid: Settings = {
  require: null,
  authMerging: null,
  authType: null,
  authName: null,
  authUserFile: null,
  authGroupFile: null,
  setEnvIf: [],
  setEnv: [],
  directoryIndex: null,
  fallbackResource: null,
  followSymLinks: null,
  types: {},
  redirects: [],
  errorDocuments: {}
}

/** Whether they differ from `nothingSaid`. */
export function saysSomething (settings: Settings): boolean {
  return Object.values(settings).some(value => value !== null && (typeof value !== 'object' || Object.keys(value).length > 0))
}

/** What holds when a later section follows. */
export function mergeSettings (earlier: Settings, later: Settings): Settings {
  return {
    require: mergeRequire(earlier.require, later),
    authMerging: later.authMerging ?? earlier.authMerging,
    authType: later.authType ?? earlier.authType,
    authName: later.authName ?? earlier.authName,
    authUserFile: later.authUserFile ?? earlier.authUserFile,
    authGroupFile: later.authGroupFile ?? earlier.authGroupFile,
    setEnvIf: [...earlier.setEnvIf, ...later.setEnvIf],
    setEnv: [...earlier.setEnv, ...later.setEnv],
    directoryIndex: later.directoryIndex ?? earlier.directoryIndex,
    fallbackResource: later.fallbackResource ?? earlier.fallbackResource,
    followSymLinks: later.followSymLinks ?? earlier.followSymLinks,
    types: { ...earlier.types, ...later.types },
    // The first that holds counts (merge_alias_dir_config).
    redirects: [...later.redirects, ...earlier.redirects],
    errorDocuments: { ...earlier.errorDocuments, ...later.errorDocuments }
  }
}

/** `AuthMerging`, as the later section says: it replaces what was required, or adds to it. */
function mergeRequire (earlier: Requirement | null, { require, authMerging }: Settings): Requirement | null {
  if (require === null) return earlier
  if (earlier === null || authMerging === null || authMerging === 'off') return require
  return container(authMerging === 'and' ? 'all' : 'any', [earlier, require])
}

export function container (type: 'all' | 'any' | 'none', of: readonly Requirement[]): Requirement {
  return { type, words: [], not: false, limit: null, of }
}

/** `location`: by the path asked for; `proxy`: by the URL it goes to; `directory` and `files`: by the file it leads to. */
export type SectionKind = 'location' | 'proxy' | 'directory' | 'files'

/** `<Location>`, `<Proxy>`, `<Directory>`, `<Files>` and their `Match`es. */
export interface SectionDefinition {
  readonly kind: SectionKind
  /** A beginning: of whole segments, but for `proxy` of the text; for `files` the whole name. Or an expression. */
  readonly match: string | RegExp
  /** The `<Directory>` around a `<Files>`. */
  readonly within: string | RegExp | null
  readonly settings: Settings
}
