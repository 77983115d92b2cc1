/** What can happen to a balancer, drawn by fast-check: elections by route and without, members that fail, time that passes. */
import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { begin, createElection, elect, fail, finish, hash, reached, read, sessionBegan, transferred } from '../../src/index.ts'
import type { BalancerMember, Election, LbMethod } from '../../src/index.ts'
import type { Cluster } from './cluster.ts'

/** An event, and a number that decides whom it concerns. */
export type Move = readonly [kind: Kind, which: number]

type Kind = 'elect' | 'finish' | 'fail' | 'reach' | 'observe' | 'session' | 'bytes' | 'pass' | 'state'

const routes = [null, null, null, '', 'a', 'b', 'nobody']

export class Story {
  readonly cluster: Cluster
  /** The members of the elections that have begun and are not over. */
  readonly inFlight: BalancerMember[] = []
  /** The last election. */
  election: Election = createElection(null)
  readonly #moves: Readonly<Record<Kind, (which: number) => void>> = {
    elect: which => this.#elect(which),
    finish: which => this.inFlight.splice(which % (this.inFlight.length + 1), 1).forEach(finish),
    fail: which => fail(this.#someone(which), this.cluster.now, 'answered 500'),
    reach: which => reached(this.#someone(which)),
    observe: which => this.#lbMethod.observe?.(this.#someone(which), which % 1_000, 200, this.cluster.now),
    session: which => sessionBegan(this.#someone(which)),
    bytes: which => (which % 2 === 0 ? read : transferred)(this.#someone(which), which % 1_000),
    pass: which => { this.cluster.now += which % 5_000 },
    state: which => {
      const sign = which % 3 === 0 ? '+' : '-'
      this.cluster.set(this.#someone(which).hostname.toUpperCase(), { status: `${sign}${'INDSEHRC'[which % 8]!}` })
    }
  }

  constructor (cluster: Cluster) {
    this.cluster = cluster
  }

  move ([kind, which]: Move): void {
    this.#moves[kind](which)
  }

  get #lbMethod (): LbMethod {
    return this.cluster.balancer.lbmethod
  }

  #someone (which: number): BalancerMember {
    const { members } = this.cluster.balancer
    return members[(which >>> 4) % members.length]!
  }

  /** One election, of a request that may have a route, be known to a member, or have tried some members before. */
  #elect (which: number): void {
    const election = this.election = createElection(null)
    election.source = hash(`client ${which}`)
    election.route = routes[which % routes.length]!
    if (which % 11 === 0) election.learned = this.#someone(which)
    if (which % 5 === 0) election.tried = this.cluster.balancer.members.filter((_, i) => ((which >>> 8) & (1 << i)) !== 0)
    const elected = elect(this.cluster.balancer, election, this.cluster.now)
    if (elected === null) return
    begin(elected, election.reason!)
    this.inFlight.push(elected)
  }
}

const others: readonly Kind[] = ['finish', 'fail', 'reach', 'observe', 'session', 'bytes', 'pass', 'state']

/** What happens, event by event. */
export const moves: Arbitrary<Move[]> = fc.array(fc.oneof(
  fc.tuple(fc.constant<Kind>('elect'), fc.nat()),
  fc.tuple(fc.constantFrom(...others), fc.nat())), { maxLength: 60, size: 'max' })
