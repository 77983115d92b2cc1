import type { Balancer, Balancers, BalancerMember, Election, MemberInput } from '@fastify-balancer/core'
import type { Operator } from './access/operator.ts'
import type { Affinity } from './affinity.ts'
import type { Environment } from './environment.ts'
import type { HealthChecks } from './health-checks.ts'
import type { RuleOptions } from './rule-options.ts'
import type { ProbeAnswer, ProbeRequest } from './transport/probe.ts'
import type { ConnectionCounts } from './transport/transport.ts'
import type { Upgrades } from './upgrade/upgrades.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** All balancers, by name. */
    balancers: Balancers
    /**
     * Registers a ProxyPass: requests to `path` go to `url`. Paths are taken under the scope's prefix.
     * @param url `balancer://name[/path]`, `http://host[:port][/path]`, or `!`
     * @param options of the rule, and parameters of the member behind a plain URL
     */
    proxyPass: (path: string | RegExp, url: string, options?: RuleOptions & MemberInput) => FastifyInstance
    /** The path of the first ProxyPass that goes to a balancer; null: none does, or only expressions do. */
    proxyPassPath: (balancer: Balancer) => string | null
    /** How many connections to a member there are, those of other apps that share the balancers among them. */
    connectionsTo: (member: BalancerMember) => ConnectionCounts
    /** The target of a request by which sections hold for it, to be read by `readPath`: with `mapping=servlet` path parameters do not count. */
    sectionTarget: (request: FastifyRequest) => string
    /** Where a ProxyPass takes a request, before it does: `balancer://name/path`, or a plain URL; null: none takes it. */
    proxyPassUrl: (request: FastifyRequest) => string | null
    /** WebSocket and other protocols to change to; for servers that hand requests to the app themselves. */
    upgrades: Upgrades
    /**
     * Asks a member once, or with null only connects to it, over a connection of its own: opened as for requests, closed
     * afterwards. Fails with FST_BALANCER_*, or with the signal's reason.
     */
    probeMember: (member: BalancerMember, request: ProbeRequest | null, signal: AbortSignal) => Promise<ProbeAnswer | null>
    /** Who checks members; undefined: the hcheck plugin is not registered. */
    healthChecks?: HealthChecks
    /** Registers a way to find where a request belongs; see the sticky plugin. */
    addAffinity: (affinity: Affinity) => FastifyInstance
  }
  interface FastifyRequest {
    /** How the member of this request was elected; null: the request was not forwarded. */
    balancer: Election | null
    /** The member that serves this request; null: none does. */
    readonly balancerMember: BalancerMember | null
    /** The client should learn a new route (BALANCER_ROUTE_CHANGED). */
    readonly balancerRouteChanged: boolean
    /** The request's variables, set by a hook before the routes; null: there are none. With `no-proxy` in it no ProxyPass applies. */
    environment: Environment | null
    /** Who has logged in at this server (REMOTE_USER), or with status 401 has tried to; null: nobody. There where somebody can log in. */
    remoteUser: string | null
    /** Who asks, in a scope that `guardScope` guards; null: the request was not let in. */
    operator: Operator | null
  }
  interface FastifyReply {
    /**
     * Forwards the request to a member of the balancer and sends its answer.
     * @param name of the balancer
     * @param path what follows the member's URL, decoded. Default: the path that was asked for
     */
    balance: (name: string, path?: string) => FastifyReply
  }
}
