/** A small cluster for tests: members A, B, C …, a clock that stands still, and requests that some members refuse. */
import {
  Balancers, begin, control, createElection, elect, fail, findRoute, finish, hash, maxAttempts, reached, read, transferred
} from '../../src/index.ts'
import type { AppliedChange, Balancer, BalancerInput, BalancerMember, Election, MemberInput } from '../../src/index.ts'

export interface Sent {
  readonly status: 200 | 503
  /** Names of the members that were tried, in order. */
  readonly tried: string
  readonly election: Election
}

/** A request that has its answer, but is not over: its members are busy. */
export interface InFlight extends Sent {
  /** Ends the request. To be called once. */
  readonly finish: () => void
}

export interface RequestParts {
  readonly path?: string
  readonly query?: string
  readonly cookie?: string
  /** The client's address. */
  readonly source?: string
  /** Name of the member where the session is known to be. */
  readonly learned?: string
  /** Bytes sent to the backend that answers, and read from it. */
  readonly bytes?: readonly [sent: number, read: number]
}

export class Cluster {
  /** Epoch milliseconds; tests move it. */
  now: number = Date.UTC(2026, 0, 1)
  /** Names of members that refuse connections. */
  readonly dead: Set<string> = new Set()
  readonly balancers: Balancers = new Balancers(() => 'a-nonce')
  readonly balancer: Balancer

  /** @param members parameters by name; the member A is http://a */
  constructor (members: Readonly<Record<string, MemberInput>>, parameters: BalancerInput = {}) {
    this.balancer = this.balancers.add('test', {
      ...parameters,
      members: Object.entries(members).map(([name, given]) => ({ url: `http://${name.toLowerCase()}`, ...given }))
    })
  }

  member (name: string): BalancerMember {
    return this.balancer.members.find(member => nameOf(member) === name)!
  }

  set (name: string, set: MemberInput): AppliedChange {
    return control(this.balancers, { balancer: 'test', member: this.member(name).url, set }, 'test', this.now)
  }

  /** One request with as many tries as the balancer allows, from its begin to its end. */
  send (request?: RequestParts): Sent {
    const inFlight = this.start(request)
    inFlight.finish()
    return inFlight
  }

  /** The same, but the request stays in flight. */
  start ({ path = '/', query = '', cookie, source = '', learned = '', bytes: [sent, received] = [0, 0] }: RequestParts = {}): InFlight {
    const election = createElection(null)
    election.source = hash(source)
    election.learned = learned === '' ? null : this.member(learned)
    findRoute(this.balancer, election, path, query, cookie)
    const tried: BalancerMember[] = []
    let status: 200 | 503 = 503
    for (let attempt = 0; attempt <= maxAttempts(this.balancer) && status === 503; attempt++) {
      const member = elect(this.balancer, election, this.now)
      if (member === null) break
      begin(member, election.reason!)
      tried.push(member)
      if (this.dead.has(nameOf(member))) {
        fail(member, this.now, 'connection refused')
        election.tried = tried
      } else {
        reached(member)
        transferred(member, sent)
        read(member, received)
        status = 200
      }
    }
    return { status, tried: tried.map(nameOf).join(' '), election, finish: () => tried.forEach(finish) }
  }

  /** Who answers that many requests; - stands for a 503. */
  answers (count: number, request?: RequestParts): string {
    return Array.from({ length: count }, () => {
      const { status, tried } = this.send(request)
      return status === 200 ? tried.at(-1) : '-'
    }).join(' ')
  }

  loads (): number[] {
    return this.balancer.members.map(member => member.lbstatus)
  }

  elected (): number[] {
    return this.balancer.members.map(member => member.elected)
  }
}

export function nameOf (member: BalancerMember): string {
  return member.hostname.toUpperCase()
}
