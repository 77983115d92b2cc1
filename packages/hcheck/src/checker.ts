import type { AppliedChange, Balancer, Balancers, BalancerMember } from '@fastify-balancer/core'
import { claim, release } from './claims.ts'
import { MemberWatch } from './watch.ts'
import type { Surroundings } from './watch.ts'

/** Checks the members of balancers for as long as nobody else does, and follows their changes. */
export class Checker {
  readonly #balancers: Balancers
  readonly #covers: (balancer: Balancer) => boolean
  readonly #surroundings: Surroundings
  readonly #adopted = new Set<Balancer>()
  readonly #watches = new Map<BalancerMember, MemberWatch>()

  constructor (balancers: Balancers, covers: (balancer: Balancer) => boolean, surroundings: Surroundings) {
    this.#balancers = balancers
    this.#covers = covers
    this.#surroundings = surroundings
    balancers.events.on('balancer', this.#onBalancer).on('change', this.#onChange).on('failed', this.#onFailed)
      .on('healthy', this.#onHealthy).on('unhealthy', this.#onUnhealthy)
    for (const balancer of balancers) this.#onBalancer(balancer)
  }

  close (): void {
    this.#balancers.events.off('balancer', this.#onBalancer).off('change', this.#onChange).off('failed', this.#onFailed)
      .off('healthy', this.#onHealthy).off('unhealthy', this.#onUnhealthy)
    for (const watch of this.#watches.values()) watch.stop()
    this.#watches.clear()
    for (const balancer of this.#balancers) release(balancer, this)
  }

  /** The members of this balancer are ours to check, as nobody else does. */
  adopt (balancer: Balancer): void {
    this.#adopted.add(balancer)
    this.#follow(balancer)
  }

  readonly #onBalancer = (balancer: Balancer): void => {
    if (this.#covers(balancer)) claim(balancer, this)
  }

  readonly #onChange = ({ change }: AppliedChange): void => {
    const balancer = this.#balancers.get(change.balancer)
    if (this.#adopted.has(balancer)) this.#follow(balancer)
  }

  readonly #onFailed = (member: BalancerMember): void => {
    this.#watches.get(member)?.refresh()
  }

  readonly #onHealthy = (member: BalancerMember): void => {
    if (this.#watches.has(member)) this.#surroundings.log.enabling(member)
  }

  readonly #onUnhealthy = (member: BalancerMember, cause: string): void => {
    if (this.#watches.has(member)) this.#surroundings.log.disabling(member, cause)
  }

  #follow (balancer: Balancer): void {
    const checked = new Set(balancer.members.filter(({ hcmethod }) => hcmethod !== 'NONE'))
    for (const [member, watch] of this.#watches) {
      if (member.balancer !== balancer) continue
      if (checked.delete(member)) watch.refresh()
      else this.#end(member, watch)
    }
    for (const member of checked) this.#watches.set(member, new MemberWatch(member, this.#surroundings))
  }

  #end (member: BalancerMember, watch: MemberWatch): void {
    watch.stop()
    this.#watches.delete(member)
  }
}
