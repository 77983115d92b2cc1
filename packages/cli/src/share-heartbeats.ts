/** Carries heartbeats between the processes that serve the same balancers. */
import type { Balancers, ServerHeartbeat } from '@fastify-balancer/core'

/**
 * Tells every heartbeat that is heard here, except those that came from elsewhere.
 * @returns takes down one that came from elsewhere
 */
export function shareHeartbeats ({ heartbeats, events }: Balancers, tell: (heartbeat: ServerHeartbeat) => void): (heartbeat: ServerHeartbeat) => void {
  let fromElsewhere = false
  events.on('heartbeat', heartbeat => {
    if (!fromElsewhere) tell(heartbeat)
  })
  setInterval(() => { heartbeats.check(Date.now()) }, 1_000).unref()
  return heartbeat => {
    fromElsewhere = true
    heartbeats.hear(heartbeat, heartbeat.at, Date.now())
    fromElsewhere = false
  }
}
