/** Where logs go, and what is in them. */
import { resolve } from 'node:path'
import type { AccessLog } from '../configuration.ts'
import { ignore, servers, used } from '../directive.ts'
import type { Directive, Outcome, Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'

export const logging: Rules = {
  ErrorLog: used(servers, [1, 1], ([path = ''], scope) => { scope.server.errorLog = readPath(path, scope) }),
  CustomLog: used(servers, [2, 3], customLog),
  LogFormat: used(servers, [1, 2], logFormat),
  LogLevel: used(servers, [1, Infinity], logLevel)
}

const levels: ReadonlySet<string> = new Set([
  'emerg', 'alert', 'crit', 'error', 'warn', 'notice', 'info', 'debug',
  ...[1, 2, 3, 4, 5, 6, 7, 8].map(n => `trace${n}`)
])

function readPath (path: string, { draft }: Scope): string {
  if (path.startsWith('|')) refuse('piped logs are not supported yet')
  if (/^syslog(?::|$)/i.test(path)) refuse('syslog is not supported yet')
  // `./logs` is said by whoever starts the server (APACHE_LOG_DIR=./logs), and means where they are.
  return resolve(/^\.\.?\//.test(path) ? '.' : draft.serverRoot, path)
}

function customLog ([path = '', format = '', condition]: readonly string[], scope: Scope, { entry }: Directive): void {
  scope.server.accessLogs.push({ path: readPath(path, scope), format, entry, ...(condition === undefined ? {} : { condition: readCondition(condition) }) })
}

function readCondition (word: string): NonNullable<AccessLog['condition']> {
  const [, not, variable] = /^env=(!?)(.+)$/s.exec(word) ?? refuse(word.startsWith('expr=') ? `${word} is not supported yet` : `the condition is env=[!]NAME, not "${word}"`)
  return { variable: variable!, isSet: not === '' }
}

function logFormat ([format = '', nickname]: readonly string[], { server }: Scope): Outcome | void {
  if (nickname === undefined) return ignore('without a nickname it is for TransferLog')
  server.formats.set(nickname, format)
}

/** `[module:]level …`: a level without module holds for all modules, also those named before. */
function logLevel (words: readonly string[], { server }: Scope): void {
  for (const word of words) {
    const [, module, level] = /^(?:(.*):)?(.*)$/.exec(word.toLowerCase())!
    if (!levels.has(level!)) refuse(`the levels are ${[...levels].join(', ')}, not "${level}"`)
    if (module === undefined) {
      server.logLevel = level!
      server.moduleLevels.clear()
    } else {
      server.moduleLevels.set(module.replace(/^mod_|\.c$|_module$/g, ''), level!)
    }
  }
}
