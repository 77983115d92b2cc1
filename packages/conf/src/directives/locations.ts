/** `SetHandler` and `Require`. */
import { filesAreNotServed, ignore, used } from '../directive.ts'
import type { Directive, Outcome, Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'
import { everybody, isEverybody, readRequire } from '../require.ts'

export const locations: Rules = {
  SetHandler: used(['location', 'directory'], [1, 1], setHandler),
  Require: used(['location', 'proxy', 'directory'], [1, Infinity], useRequire)
}

function setHandler ([handler = '']: readonly string[], { location }: Scope): Outcome | void {
  if (location === null) return ignore(filesAreNotServed)
  if (handler.toLowerCase() !== 'balancer-manager') refuse(`${handler} is not supported yet`)
  if (typeof location.match !== 'string') refuse('needs a <Location> with a path, not a pattern')
  location.handler = 'balancer-manager'
}

function useRequire (words: readonly string[], { context, location }: Scope, { entry }: Directive): Outcome | void {
  if (context === 'directory') return ignore(filesAreNotServed)
  const subnets = readRequire(words)
  if (location !== null) {
    location.requires.push({ entry, subnets })
    return
  }
  if (!isEverybody(subnets)) refuse('not supported yet in <Proxy>')
  return ignore(everybody)
}
