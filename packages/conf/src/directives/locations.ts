/** `SetHandler`. */
import { used } from '../directive.ts'
import type { Handler } from '../configuration.ts'
import type { Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'

const handlers: readonly Handler[] = ['balancer-manager', 'balancer-metrics', 'heartbeat', 'server-status']

export const locations: Rules = {
  SetHandler: used(['location', 'directory'], [1, 1], setHandler)
}

/** Where files are served, a handler that would run them must not be forgotten: their source would be served. */
function setHandler ([word = '']: readonly string[], { location }: Scope): void {
  const handler = handlers.find(each => each === word.toLowerCase()) ?? refuse(`${word} is not supported yet`)
  if (location === null) refuse(`${handler} is not supported where files are`)
  if (typeof location.match !== 'string') refuse(`${handler} needs a <Location> with a path, not a pattern`)
  location.handler = handler
}
