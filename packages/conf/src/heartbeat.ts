/** Puts together what is said of heartbeats. */
import { resolve } from 'node:path'
import type { HeartbeatSettings, ServerDefinition } from './configuration.ts'
import type { Draft } from './draft.ts'

/** httpd's. */
const usualMaxServers = 10

/** For `HeartbeatMaxServers 0`, with which httpd has no bound. */
const mostServers = 10_000

/** httpd has a file with `HeartbeatMaxServers 0` only; here one that is named is meant as well. */
export function defineHeartbeat ({ heartbeat: { listen, address, storage, maxServers }, runtimeDir }: Draft): HeartbeatSettings {
  return {
    listen: listen?.text ?? null,
    address: address?.text ?? null,
    storage: storage ?? (maxServers === 0 ? resolve(runtimeDir, 'hb.dat') : null),
    maxServers: maxServers === 0 ? mostServers : maxServers ?? usualMaxServers
  }
}

/** Where nobody can send a heartbeat, no balancer that goes by them elects anybody. */
export function noteSilence (draft: Draft, servers: readonly ServerDefinition[]): void {
  const { listen, storage } = defineHeartbeat(draft)
  const isPosted = servers.some(({ locations }) => locations.some(({ handler }) => handler === 'heartbeat'))
  if (listen !== null || storage !== null || isPosted) return
  for (const { parameters } of draft.balancers.values()) {
    const lbmethod = parameters.get('lbmethod')
    if (lbmethod?.value === 'heartbeat' && lbmethod.entry.verdict === 'used') lbmethod.entry.note = 'no heartbeat can come (HeartbeatListen): it answers 503'
  }
}
