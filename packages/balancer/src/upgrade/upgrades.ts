import type { IncomingMessage, Server } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Balancer } from '@fastify-balancer/core'
import { hasBody } from '../body.ts'
import { readEncodedPath, readPath } from '../path.ts'
import type { EncodedSlashes, RequestPath } from '../path.ts'
import { findMatch } from '../rules.ts'
import type { Rule, Rules } from '../rules.ts'
import { targetOf } from '../target.ts'
import { acceptUpgrades } from './accept-upgrades.ts'
import { acceptedUpgrade, mayUpgrade } from './protocols.ts'
import type { Tunnels } from './tunnels.ts'

/** What servers need to know that hand requests to an app themselves, with `app.routing`. */
export interface Upgrades {
  /** Whether a request that asks for another protocol goes to a balancer with a member that accepts it. */
  readonly accepts: (request: IncomingMessage) => boolean
  /**
   * Lets a server's upgrades reach its `request` listeners, as soon as some member may upgrade.
   * @param accepts which ones: `accepts` of the app that the request is for
   */
  readonly listen: (server: Server, accepts: (request: IncomingMessage) => boolean) => void
  /** Closes all tunnels, and those that are still to begin; resolves when there are none. */
  readonly close: () => Promise<void>
}

export function createUpgrades (rules: Rules, encodedSlashes: EncodedSlashes, tunnels: Tunnels, { balancers: { events }, log }: FastifyInstance): Upgrades {
  const servers = new Map<Server, (request: IncomingMessage) => boolean>()
  const possible = (): boolean => [...rules.encoded, ...rules.decoded].some(({ balancer }) => balancer !== null && balancer.members.some(mayUpgrade))
  const open = (): void => {
    if (!possible()) return
    for (const [server, accepts] of servers) acceptUpgrades(server, accepts)
    servers.clear()
  }
  events.on('change', open)
  return {
    accepts (request) {
      const { upgrade } = request.headers
      // RFC 9110 §7.8: Upgrade may be ignored, and no known protocol begins behind a body.
      if (upgrade === undefined || hasBody(request)) return false
      const balancer = balancerOf(targetOf(request))
      return balancer !== null && balancer.members.some(member => acceptedUpgrade(member, upgrade) !== null)
    },
    listen (server, accepts) {
      servers.set(server, accepts)
      open()
    },
    async close () {
      events.off('change', open)
      await tunnels.close()
    }
  }

  /** Where the rules lead a target, as for any request; null: nowhere. */
  function balancerOf (target: string): Balancer | null {
    return follow(rules.encoded, readEncodedPath(target)) ?? follow(rules.decoded, readPath(target, encodedSlashes))
  }

  function follow (rules: readonly Rule[], asked: RequestPath | 400 | 404): Balancer | null {
    if (typeof asked === 'number') return null
    try {
      return findMatch(rules, asked, log, null)?.rule.balancer ?? null
    } catch {
      // What cannot be sent to a member is refused as a plain request.
      return null
    }
  }
}
