/** What server-status shows. */
import { servers, used } from '../directive.ts'
import type { Rules } from '../directive.ts'
import { refuse } from '../errors.ts'
import { readCount, readOnOff } from '../values.ts'

export const status: Rules = {
  ExtendedStatus: used(['server'], [1, 1], ([word = ''], { draft }) => { draft.extendedStatus = readOnOff(word) }),
  ProxyStatus: used(servers, [1, 1], ([word = ''], { server }) => { server.proxyStatus = readProxyStatus(word) }),
  MaxRequestWorkers: used(['server'], [1, 1], ([word = ''], { draft }) => { draft.maxRequestWorkers = readWorkers(word) })
}

/** `Full` is the same as `On`. */
function readProxyStatus (word: string): boolean {
  return word.toLowerCase() === 'full' || readOnOff(word)
}

function readWorkers (word: string): number {
  const workers = readCount(word, 20_000)
  return workers === 0 ? refuse('must be more than 0') : workers
}
