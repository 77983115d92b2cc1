import { EventEmitter } from 'node:events'
import { join } from './balancer.ts'
import type { Balancer, BalancerOptions } from './balancer.ts'
import { BadParameterError, DuplicateError, NotFoundError } from './errors.ts'
import type { BalancerEvents } from './events.ts'
import { dice } from './dice.ts'
import { Drains } from './drains.ts'
import { Heartbeats } from './heartbeats.ts'
import { hash } from './hash.ts'
import { bybusyness } from './lbmethods/bybusyness.ts'
import { createByLatency } from './lbmethods/bylatency.ts'
import { byrequests } from './lbmethods/byrequests.ts'
import { bysessions } from './lbmethods/bysessions.ts'
import { bysource } from './lbmethods/bysource.ts'
import { bytraffic } from './lbmethods/bytraffic.ts'
import { createHeartbeat } from './lbmethods/heartbeat.ts'
import type { LbMethod } from './lbmethods/lbmethod.ts'
import { RecentElections } from './recent-elections.ts'
import { createRetryBudget } from './retry-budget.ts'
import { balancerSchema } from './schema.ts'
import type { BalancerParameters } from './schema.ts'
import type { SessionDirectory } from './session-directory.ts'
import { defaults, readBalancerParameters } from './validate.ts'

/** All balancers of a process: looked up by name, observed in one place. */
export class Balancers {
  /** State changes and operators' changes of all balancers. Each app that shares them listens, however many these are. */
  readonly events: EventEmitter<BalancerEvents> = new EventEmitter<BalancerEvents>().setMaxListeners(0)
  /** The members that drain. */
  readonly drains: Drains = new Drains(this.events, name => this.find(name))
  /** What is remembered of sessions, by those who keep them to their members. */
  readonly sessions: Set<SessionDirectory> = new Set()
  /** What servers say of themselves, for `lbmethod=heartbeat`. */
  readonly heartbeats: Heartbeats = new Heartbeats(this, this.events)
  readonly #balancers = new Map<string, Balancer>()
  readonly #lbMethods = new Map<string, LbMethod>()
  readonly #randomNonce: () => string

  /**
   * @param randomNonce makes the manager's token of a balancer that names none, such as `crypto.randomUUID`
   * @param random numbers from 0 to 1 for lbmethods that draw lots, such as `Math.random`. Default: the same ones each time
   */
  constructor (randomNonce: () => string, random: () => number = dice(1)) {
    this.#randomNonce = randomNonce
    for (const lbMethod of [byrequests, bytraffic, bybusyness, createByLatency(random), bysource, bysessions, createHeartbeat(this.heartbeats, random)]) {
      this.addLbMethod(lbMethod)
    }
  }

  /**
   * Makes an lbmethod usable as `lbmethod=name`, in any case.
   * @throws FST_BALANCER_DUPLICATE when the name is taken
   */
  addLbMethod (lbMethod: LbMethod): void {
    const key = lbMethod.name.toLowerCase()
    if (this.#lbMethods.has(key)) throw new DuplicateError(`lbmethod ${lbMethod.name}`)
    this.#lbMethods.set(key, lbMethod)
  }

  /** The names of the registered lbmethods, in alphabetical order. */
  get lbMethods (): string[] {
    return [...this.#lbMethods.values()].map(({ name }) => name).sort()
  }

  /**
   * @param whose names the balancer in the error
   * @throws FST_BALANCER_BAD_PARAMETER when no such lbmethod is registered
   */
  lbMethod (name: string, whose: string): LbMethod {
    const lbMethod = this.#lbMethods.get(name.toLowerCase())
    if (lbMethod === undefined) {
      throw new BadParameterError(`${whose}: lbmethod must be one of ${this.lbMethods.join(', ')}, not "${name}"`)
    }
    return lbMethod
  }

  /**
   * Defines a balancer. One without members is legal and answers 503.
   * @param name case does not matter
   * @throws FST_BALANCER_BAD_PARAMETER
   * @throws FST_BALANCER_DUPLICATE
   */
  add (name: string, options: BalancerOptions): Balancer {
    const key = name.toLowerCase()
    const url = `balancer://${key}`
    if (!/^[^\s/?#]+$/.test(key)) throw new BadParameterError(`balancer name must be a host name, not "${name}"`)
    if (this.#balancers.has(key)) throw new DuplicateError(url)
    const { members = [], ...given } = options
    const parameters = { ...defaults<BalancerParameters>(balancerSchema), ...readBalancerParameters(url, given) }
    const balancer: Balancer = {
      ...parameters,
      name: key,
      url,
      lbmethod: this.lbMethod(parameters.lbmethod, url),
      nonce: parameters.nonce ?? this.#randomNonce(),
      hasRandomNonce: parameters.nonce === undefined || parameters.nonce === null,
      members: [],
      routes: new Map(),
      version: hash(this.#randomNonce()),
      maxMembers: members.length + parameters.growth,
      events: this.events,
      candidates: [],
      probe: null,
      recheckAt: -Infinity,
      survey: null,
      charged: null,
      ranking: null,
      looks: 0,
      busy: 0,
      recent: new RecentElections(),
      retries: createRetryBudget()
    }
    for (const member of members) join(balancer, member)
    this.#balancers.set(key, balancer)
    this.events.emit('balancer', balancer)
    return balancer
  }

  /** The balancer of that name, `balancer://` in front or not, in any case; undefined: none. */
  find (name: string): Balancer | undefined {
    return this.#balancers.get(name.toLowerCase().replace(/^balancer:\/\//, ''))
  }

  /** @throws FST_BALANCER_NOT_FOUND */
  get (name: string): Balancer {
    const balancer = this.find(name)
    if (balancer === undefined) throw new NotFoundError(`no balancer is named ${name}`)
    return balancer
  }

  /** In the order of their definition. */
  [Symbol.iterator] (): IterableIterator<Balancer> {
    return this.#balancers.values()
  }
}
