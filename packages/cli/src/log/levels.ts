/** Decides by `LogLevel` which messages are written. */
import type { LogLevels } from '@fastify-balancer/conf'

/** httpd's levels, gravest first, and pino's level that lets each of them through. */
const levels = {
  emerg: 'fatal',
  alert: 'fatal',
  crit: 'fatal',
  error: 'error',
  warn: 'warn',
  notice: 'info',
  info: 'info',
  debug: 'debug',
  trace1: 'trace',
  trace2: 'trace',
  trace3: 'trace',
  trace4: 'trace',
  trace5: 'trace',
  trace6: 'trace',
  trace7: 'trace',
  trace8: 'trace'
} as const

const names: readonly string[] = Object.keys(levels)
const pinoLevels = Object.values(levels)

/** httpd's name for the level of a pino record that names none. */
export function httpdLevel (pinoLevel: number): string {
  if (pinoLevel >= 60) return 'crit'
  if (pinoLevel >= 50) return 'error'
  if (pinoLevel >= 40) return 'warn'
  if (pinoLevel >= 30) return 'info'
  return pinoLevel >= 20 ? 'debug' : 'trace1'
}

/** The level a pino instance needs, so that whatever some module asks for is made, and notices are. */
export function pinoLevel ({ level, modules }: LogLevels): string {
  return pinoLevels[Math.max(...['notice', level, ...Object.values(modules)].map(each => names.indexOf(each)))]!
}

/**
 * Whether a message is written. Notices always are, as in httpd. The level of `proxy` also holds for proxy_* and lbmethod_* modules that are not named:
 * who writes `LogLevel proxy:trace2` wants to see elections, and in httpd those come from mod_proxy itself.
 */
export function isWritten ({ level, modules }: LogLevels, module: string, messageLevel: string): boolean {
  if (messageLevel === 'notice') return true
  const family = /^(?:proxy|lbmethod)_/.test(module) ? modules.proxy : undefined
  return names.indexOf(messageLevel) <= names.indexOf(modules[module] ?? family ?? level)
}
