import { readInterval } from '@fastify-balancer/core'
import { BadOptionError } from '@fastify-balancer/balancer'

export interface StickyPluginOptions {
  /**
   * Makes the values of route cookies unreadable and unforgeable. Of a list the first makes new ones, the others are
   * accepted still: so secrets are changed. Each at least 32 characters. Default: the value is the route itself.
   */
  readonly secret?: string | readonly string[]
  /** How long a session that nobody uses is remembered: seconds, or with a unit (`30mi`). Default 30 minutes. */
  readonly idle?: number | string
  /** How many sessions are remembered; of more, those that were not used for longest are forgotten. Default 100 000. */
  readonly maxSessions?: number
}

/** The options with their defaults; `idle` in milliseconds. */
export interface Settings {
  /** Empty: cookies are not signed. */
  readonly secrets: readonly string[]
  readonly idle: number
  readonly maxSessions: number
}

interface Kind {
  readonly expected: string
  readonly accepts: (value: unknown) => boolean
}

const kinds: Readonly<Record<keyof StickyPluginOptions, Kind>> = {
  secret: {
    expected: 'a text of at least 32 characters, or an array of them',
    accepts: value => {
      const secrets: readonly unknown[] = Array.isArray(value) ? value : [value]
      return secrets.length > 0 && secrets.every(secret => typeof secret === 'string' && secret.length >= 32)
    }
  },
  idle: {
    expected: 'a number of seconds above 0, or one with a unit (s, ms, mi, h)',
    accepts: value => (readInterval(value, 's') ?? 0) > 0
  },
  maxSessions: {
    expected: 'a whole number of at least 1',
    accepts: value => Number.isInteger(value) && value as number >= 1
  }
}

/**
 * Fills in the defaults.
 * @throws FST_BALANCER_BAD_OPTION for an option that is unknown or of the wrong type
 */
export function readSettings (options: StickyPluginOptions): Settings {
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name as keyof StickyPluginOptions] : undefined
    if (kind === undefined) throw new BadOptionError(`unknown option ${name}`)
    if (value !== undefined && !kind.accepts(value)) throw new BadOptionError(`${name} must be ${kind.expected}`)
  }
  const { secret = [], idle = '30mi', maxSessions = 100_000 } = options
  return { secrets: typeof secret === 'string' ? [secret] : secret, idle: readInterval(idle, 's')!, maxSessions }
}
