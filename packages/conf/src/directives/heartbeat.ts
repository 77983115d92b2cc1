/** Servers that tell how much they can take: mod_heartmonitor, which hears, and mod_heartbeat, which tells. */
import { resolve } from 'node:path'
import { readAddress } from '../address.ts'
import { used } from '../directive.ts'
import type { Directive, Rules, Scope, Use } from '../directive.ts'
import type { HeartbeatDraft } from '../draft.ts'
import { refuse } from '../errors.ts'
import { formatPlace } from '../report.ts'
import { readCount } from '../values.ts'

export const heartbeat: Rules = {
  HeartbeatListen: used(['server'], [1, 1], address('listen')),
  HeartbeatAddress: used(['server'], [1, 1], address('address')),
  HeartbeatStorage: used(['server'], [1, 1], ([path = ''], { draft }) => { draft.heartbeat.storage = resolve(draft.runtimeDir, path) }),
  HeartbeatMaxServers: used(['server'], [1, 1], maxServers)
}

/** `address:port`, once. */
function address (name: 'listen' | 'address'): Use {
  return ([word = '']: readonly string[], { draft: { heartbeat } }: Scope, { entry }: Directive): void => {
    const { host, port } = readAddress(word)
    if (host === null || port === null) refuse(`needs an address and a port: "${word}"`)
    const said: HeartbeatDraft[typeof name] = heartbeat[name]
    if (said !== null) refuse(`stands at ${formatPlace(said.entry)} already`)
    heartbeat[name] = { text: word, entry }
  }
}

/** 0: the file alone bounds them. */
function maxServers ([word = '']: readonly string[], { draft }: Scope): void {
  const count = readCount(word, 100_000)
  if (count > 0 && count < 10) refuse(`must be 0, for a file, or at least 10, not ${word}`)
  draft.heartbeat.maxServers = count
}
