/** `SetHandler`. */
import { used } from '../directive.ts'
import type { Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'

export const locations: Rules = {
  SetHandler: used(['location', 'directory'], [1, 1], setHandler)
}

/** Where files are served, a handler that would run them must not be forgotten: their source would be served. */
function setHandler ([handler = '']: readonly string[], { location }: Scope): void {
  if (handler.toLowerCase() !== 'balancer-manager') refuse(`${handler} is not supported yet`)
  if (location === null) refuse(`${handler} is not supported where files are`)
  if (typeof location.match !== 'string') refuse(`${handler} needs a <Location> with a path, not a pattern`)
  location.handler = 'balancer-manager'
}
