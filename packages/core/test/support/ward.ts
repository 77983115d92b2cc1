/** A cluster that ejects members: these answer what they are told, and requests stay in flight until they are ended. */
import { begin, createElection, elect, endProbe, fail, findRoute, finish, judge, reached } from '../../src/index.ts'
import type { BalancerInput, Election, MemberInput } from '../../src/index.ts'
import { Cluster, nameOf } from './cluster.ts'

export interface Attempt {
  readonly election: Election
  /** Who was elected; - for nobody. */
  readonly name: string
  /** The member answers; 0: not at all, -1: it cannot be reached. To be called once, or `leave`. */
  readonly answer: (status: number) => void
  /** The client leaves before there is an answer. */
  readonly leave: () => void
}

export class Ward extends Cluster {
  /** What members answer, by name; otherwise 200. */
  readonly answer: Record<string, number> = {}
  /** What was told of members: `A ejected`, `A back: probe`. */
  readonly told: string[] = []

  constructor (members: Readonly<Record<string, MemberInput>>, parameters: BalancerInput = {}) {
    super(members, { ejectfails: 3, ...parameters })
    this.balancers.events.on('ejected', member => this.told.push(`${nameOf(member)} ejected`))
    this.balancers.events.on('recovered', (member, cause) => this.told.push(`${nameOf(member)} back: ${cause}`))
  }

  /** A request begins. */
  begin ({ cookie, repeatable = true }: { readonly cookie?: string, readonly repeatable?: boolean } = {}): Attempt {
    const election = createElection(null)
    election.repeatable = repeatable
    findRoute(this.balancer, election, '/', '', cookie)
    const member = elect(this.balancer, election, this.now)
    if (member !== null) begin(member, election.reason!)
    const leave = (): void => {
      endProbe(election)
      if (member !== null) finish(member)
    }
    return {
      election,
      name: member === null ? '-' : nameOf(member),
      answer: status => {
        if (member === null) return
        if (status === -1) fail(member, this.now, 'refused')
        judge(election, Math.max(status, 0), 'no answer', this.now)
        if (status > 0) reached(member)
        leave()
      },
      leave
    }
  }

  /** Requests one after the other, and who got them. */
  serve (times: number, request: { readonly cookie?: string, readonly repeatable?: boolean } = {}): string {
    return Array.from({ length: times }, () => {
      const attempt = this.begin(request)
      attempt.answer(this.answer[attempt.name] ?? 200)
      return attempt.name
    }).join(' ')
  }

  /** For how many milliseconds the member is left in peace. */
  pause (name: string): number {
    return this.member(name).ejection.until - this.now
  }
}
