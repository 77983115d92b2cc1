/** Where logs go, and what is in them. */
import { resolve } from 'node:path'
import type { AccessLog } from '../configuration.ts'
import { servers, used } from '../directive.ts'
import type { Directive, Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'
import { readCount } from '../values.ts'

export const logging: Rules = {
  ErrorLog: used(servers, [1, 1], ([path = ''], scope) => { scope.server.errorLog = readPath(path, scope) }),
  CustomLog: used(servers, [2, 4], customLog),
  TransferLog: used(servers, [1, 1], ([path = ''], scope, { entry }) => { scope.server.accessLogs.push({ path: readPath(path, scope), format: null, entry }) }),
  LogFormat: used(servers, [1, 2], logFormat),
  LogLevel: used(servers, [1, Infinity], logLevel)
}

const levels: ReadonlySet<string> = new Set([
  'emerg', 'alert', 'crit', 'error', 'warn', 'notice', 'info', 'debug',
  ...[1, 2, 3, 4, 5, 6, 7, 8].map(n => `trace${n}`)
])

function readPath (path: string, { draft }: Scope): string {
  if (path.startsWith('|')) refuse('no program is started for a log: name a file, which the program can follow, and which SIGUSR1 reopens')
  if (/^syslog(?::|$)/i.test(path)) refuse('syslog is not supported: name a file')
  // `./logs` is said by whoever starts the server (APACHE_LOG_DIR=./logs), and means where they are.
  return resolve(/^\.\.?\//.test(path) ? '.' : draft.serverRoot, path)
}

/** `path format [env=[!]NAME] [sample=N]`. */
function customLog ([path = '', format = '', ...conditions]: readonly string[], scope: Scope, { entry }: Directive): void {
  scope.server.accessLogs.push(Object.assign({ path: readPath(path, scope), format, entry }, ...conditions.map(readCondition)))
}

function readCondition (word: string): Pick<AccessLog, 'condition' | 'sample'> {
  if (word.startsWith('expr=')) refuse(`${word} is not supported: set a variable (SetEnvIf), and say env=NAME`)
  const [, name, not, value] = /^(env|sample)=(!?)(.+)$/s.exec(word) ?? refuse(`the conditions are env=[!]NAME and sample=N, not "${word}"`)
  return name === 'env' ? { condition: { variable: value!, isSet: not === '' } } : { sample: readSample(not! + value!) }
}

function readSample (text: string): number {
  const sample = readCount(text, Number.MAX_SAFE_INTEGER)
  return sample === 0 ? refuse('sample must be more than 0') : sample
}

function logFormat ([format = '', nickname]: readonly string[], { server }: Scope): void {
  if (nickname === undefined) server.defaultFormat = format
  else server.formats.set(nickname, format)
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
