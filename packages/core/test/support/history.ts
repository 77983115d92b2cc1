/** Random histories, the same for the same seed, lived through by a balancer of core and by the oracle side by side. */
import { Balancers, begin, control, createElection, dice, elect, fail, finish, flag, reached, read, transferred } from '../../src/index.ts'
import type { Balancer, BalancerMember, MemberInput } from '../../src/index.ts'
import { Oracle } from './oracle.ts'
import type { OracleMember, OracleMethod } from './oracle.ts'

type Pair = [member: BalancerMember, twin: OracleMember]

const methods: readonly OracleMethod[] = ['byrequests', 'bytraffic', 'bybusyness']
const routes = ['', 'a', 'b', 'c']
const retries = [0, 1, 2, 60]

class History {
  readonly #roll: (sides: number) => number
  readonly #balancers = new Balancers(() => '')
  readonly #balancer: Balancer
  readonly #oracle = new Oracle()
  /** Each of them a begun try that is not finished. */
  readonly #inFlight: Pair[] = []
  #now = Date.UTC(2026, 0, 1)
  #difference: string | null = null

  constructor (seed: number) {
    const random = dice(seed)
    this.#roll = sides => Math.floor(random() * sides)
    const sticky = this.#roll(2) === 0
    const lbmethod = methods[this.#roll(3)]!
    this.#balancer = this.#balancers.add('test', { lbmethod, growth: 7, ...(sticky ? { stickysession: 'S' } : {}) })
    this.#oracle.sticky = sticky
    this.#oracle.method = lbmethod
    const count = 1 + this.#roll(4)
    for (let i = 0; i < count; i++) this.#join()
  }

  /** What happened when the two first differed; null: they never did. */
  live (steps: number): string | null {
    const diary: string[] = []
    for (let step = 0; step < steps; step++) {
      diary.push(this.#happen())
      const difference = this.#compare()
      if (difference !== null) return [...diary, difference].join('\n')
    }
    return null
  }

  #happen (): string {
    const event = this.#roll(25)
    if (event < 9) return this.#request()
    if (event < 12) return this.#pass()
    if (event < 16) return this.#changeMember()
    if (event < 17) return this.#changeBalancer()
    if (event < 18) return this.#join()
    if (event < 23) return this.#finish()
    const [member, twin] = this.#someMember()
    if (event < 24) {
      fail(member, this.#now, 'answered 500')
      this.#oracle.fail(twin, this.#now)
      return `${twin.name} fails`
    }
    reached(member)
    this.#oracle.reached(twin)
    return `${twin.name} is reached`
  }

  /** A request with up to three tries, each of which may fail; all of them stay busy. */
  #request (): string {
    const election = createElection(null)
    const route = [null, null, 'unknown', ...routes][this.#roll(7)]!
    election.route = route
    const tried: BalancerMember[] = []
    const told: string[] = []
    for (let attempt = 0; attempt < 3; attempt++) {
      const names = tried.map(({ hostname }) => hostname)
      const answer = this.#oracle.elect(route, names, this.#now)
      const member = elect(this.#balancer, election, this.#now)
      const ours = { elected: member?.hostname ?? null, reason: election.reason, routeChanged: election.routeChanged }
      told.push(`request of ${route}, tried ${names}: ${JSON.stringify(ours)}`)
      if (JSON.stringify(ours) !== JSON.stringify(answer)) this.#difference = `expected ${JSON.stringify(answer)}`
      if (member === null || answer.elected === null) break
      const twin = this.#oracle.members.find(({ name }) => name === answer.elected)!
      begin(member, election.reason!)
      twin.busy++
      this.#inFlight.push([member, twin])
      this.#count(member, twin)
      if (this.#roll(3) > 0) {
        reached(member)
        this.#oracle.reached(twin)
        break
      }
      fail(member, this.#now, 'connection refused')
      this.#oracle.fail(twin, this.#now)
      tried.push(member)
      election.tried = tried
    }
    return told.join('\n')
  }

  /** Some bytes pass, in the ranges where a difference between members is easily a tie after the divisions. */
  #count (member: BalancerMember, twin: OracleMember): void {
    const [sent, received] = [this.#roll(500), this.#roll(5_000)]
    transferred(member, sent)
    read(member, received)
    twin.transferred += sent
    twin.read += received
  }

  /** The rest of an answer passes, and a try in flight is over: not necessarily the oldest. */
  #finish (): string {
    const [[member, twin] = []] = this.#inFlight.splice(this.#roll(this.#inFlight.length), 1)
    if (member === undefined || twin === undefined) return 'nothing is in flight'
    this.#count(member, twin)
    finish(member)
    twin.busy--
    return `a try on ${twin.name} is over`
  }

  /** Time passes: a little, or to the very edge of some member's retry. */
  #pass (): string {
    const [member] = this.#someMember()
    const edge = member.errorTime + member.retry + this.#roll(3) - 1
    this.#now = this.#roll(2) === 0 && edge > this.#now ? edge : this.#now + this.#roll(2_500)
    return `it is ${this.#now}`
  }

  #changeMember (): string {
    const [member, twin] = this.#someMember()
    const set = this.#roll(3) > 0 ? this.#status(twin) : this.#parameter(twin)
    control(this.#balancers, { balancer: 'test', member: member.url, set }, 'test', this.#now)
    return `${twin.name} ${JSON.stringify(set)}`
  }

  #status (twin: OracleMember): MemberInput {
    const letter = 'INDSEHRC'[this.#roll(8)]!
    if (twin.letters.delete(letter)) return { status: `-${letter}` }
    twin.letters.add(letter)
    return { status: `+${letter}` }
  }

  #parameter (twin: OracleMember): MemberInput {
    const sort = this.#roll(5)
    if (sort < 3) {
      const set = [{ lbset: this.#roll(3) }, { route: routes[this.#roll(4)]! }, { redirect: routes[this.#roll(4)]! }][sort]!
      Object.assign(twin, set)
      return set
    }
    if (sort < 4) {
      const retry = retries[this.#roll(4)]!
      twin.retry = retry * 1_000
      return { retry }
    }
    const loadfactor = 1 + this.#roll(4) / 2
    if (twin.factor !== loadfactor * 100) {
      twin.factor = loadfactor * 100
      for (const each of this.#oracle.members) each.lbstatus = each.factor
    }
    return { loadfactor }
  }

  #changeBalancer (): string {
    const name = (['nofailover', 'forcerecovery', 'lbmethod'] as const)[this.#roll(3)]!
    if (name === 'lbmethod') {
      const lbmethod = methods[this.#roll(3)]!
      control(this.#balancers, { balancer: 'test', set: { lbmethod } }, 'test', this.#now)
      this.#oracle.change(lbmethod)
      return lbmethod
    }
    const value = this.#oracle[name] = !this.#oracle[name]
    control(this.#balancers, { balancer: 'test', set: { [name]: value } }, 'test', this.#now)
    return `${name} ${value}`
  }

  #join (): string {
    if (this.#balancer.members.length === this.#balancer.maxMembers) return 'no room for another member'
    const name = `m${this.#balancer.members.length}`
    const route = routes[this.#roll(4)]!
    const lbset = this.#roll(2)
    const letters = ['', '', '', 'R', 'H', 'D'][this.#roll(6)]!
    control(this.#balancers, { balancer: 'test', add: { url: `http://${name}`, route, lbset, status: letters } }, 'test', this.#now)
    this.#oracle.add(name, { route, lbset, letters: new Set(`O${letters}`) })
    return `${name} joins: route ${route}, lbset ${lbset}, status ${letters}`
  }

  #someMember (): Pair {
    const index = this.#roll(this.#balancer.members.length)
    return [this.#balancer.members[index]!, this.#oracle.members[index]!]
  }

  #compare (): string | null {
    for (const [index, twin] of this.#oracle.members.entries()) {
      const member = this.#balancer.members[index]!
      const ours = JSON.stringify([...facts(member), (member.flags & flag.E) !== 0])
      const theirs = JSON.stringify([...facts(twin), twin.letters.has('E')])
      if (ours !== theirs) this.#difference ??= `${twin.name} has ${ours}, expected ${theirs}`
    }
    return this.#difference
  }
}

function facts ({ lbstatus, busy, transferred, read, retries, errorTime }: BalancerMember | OracleMember): number[] {
  return [lbstatus, busy, transferred, read, retries, errorTime]
}

/** Lives the history of that seed and tells its diary up to the first difference; null: there was none. */
export function firstDifference (seed: number, steps: number): string | null {
  return new History(seed).live(steps)
}
