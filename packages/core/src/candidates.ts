import type { Balancer } from './balancer.ts'
import { settle } from './charge.ts'
import { isHeld, isLeftToCheck } from './ejection.ts'
import { onlyFailsItsCheck, panics } from './health.ts'
import { keepEnough } from './judge.ts'
import type { BalancerMember } from './member.ts'
import { isDue } from './probe.ts'
import { tryRecover } from './recover.ts'
import type { Log } from './messages.ts'
import { flag, isUsable } from './status.ts'

/**
 * The members that the lbmethod may choose from: those of the lowest lbset that has any. In a set these are the usable
 * members and as many usable spares as others are bad, or else the usable standbys. Draining members are never
 * candidates; sessions reach them by their route. Where this leaves nobody, members that only fail their check count as usable.
 *
 * Beside them, `balancer.probe` becomes the member that is due for a test; a standby only where nobody else is left.
 *
 * The list is kept until a state changes or a failed member may be tried again, so that an election is the lbmethod's
 * work alone.
 */
export function candidates (balancer: Balancer, now: number, log: Log | null): readonly BalancerMember[] {
  if (now >= balancer.recheckAt) {
    keepEnough(balancer, now, log)
    settle(balancer)
    balancer.candidates.length = 0
    balancer.probe = null
    balancer.survey = null
    balancer.looks = 0
    // Set first: taking a member back touches the balancer, and then the next election has to look again.
    balancer.recheckAt = Infinity
    const recheckAt = collect(balancer, now, null, balancer.candidates, log, false)
    balancer.recheckAt = Math.min(balancer.recheckAt, recheckAt)
  }
  return balancer.candidates
}

/** The candidates but for members that already failed this request; each of those counts as bad. */
export function candidatesExcept (balancer: Balancer, now: number, tried: readonly BalancerMember[], log: Log | null): readonly BalancerMember[] {
  const found: BalancerMember[] = []
  keepEnough(balancer, now, log)
  settle(balancer)
  collect(balancer, now, tried, found, log, false)
  return found
}

/** Collects into `found` and returns when there is something to look at again: a failed member, or one that starts slowly. */
function collect (balancer: Balancer, now: number, tried: readonly BalancerMember[] | null, found: BalancerMember[], log: Log | null, forgiving: boolean): number {
  const { electableUntil } = balancer.lbmethod
  const spares: BalancerMember[] = []
  const standbys: BalancerMember[] = []
  let reserve: BalancerMember | null = null
  let recheckAt = Infinity
  let set = lowestSetFrom(balancer, 0)
  while (set !== Infinity && found.length === 0) {
    let bad = 0
    spares.length = 0
    standbys.length = 0
    for (const member of balancer.members) {
      if (member.lbset !== set) continue
      if ((member.flags & flag.N) !== 0) {
        if ((member.flags & (flag.R | flag.H)) === 0) bad++
        continue
      }
      const usable = isUsable(member.flags) || tryRecover(member, now, log) || (forgiving && onlyFailsItsCheck(member))
      const until = usable ? electableUntil?.(member) ?? Infinity : -Infinity
      const electable = until > now && !tried?.includes(member)
      if (electable) recheckAt = Math.min(recheckAt, until)
      if ((member.flags & (flag.E | flag.S)) === flag.E) recheckAt = Math.min(recheckAt, lookAgainAt(member, now))
      if (tried === null && isDue(member, now)) {
        if ((member.flags & flag.H) === 0) balancer.probe ??= member
        else reserve ??= member
      }
      if (member.slowstart > 0) recheckAt = Math.min(recheckAt, startSlowly(member, usable, now))
      if ((member.flags & flag.R) !== 0) {
        if (electable) spares.push(member)
      } else if ((member.flags & flag.H) !== 0) {
        if (electable) standbys.push(member)
      } else if (electable) {
        found.push(member)
      } else {
        bad++
      }
    }
    for (let i = 0; i < Math.min(spares.length, bad); i++) found.push(spares[i]!)
    if (found.length === 0) {
      balancer.probe ??= reserve
      found.push(...standbys)
    }
    set = lowestSetFrom(balancer, set + 1)
  }
  if (found.length === 0 && !forgiving && panics(balancer)) return collect(balancer, now, tried, found, log, true)
  return recheckAt
}

/** When a member in error is due, if nobody tells before; one that waits for its test is at hand already. */
function lookAgainAt (member: BalancerMember, now: number): number {
  if (isLeftToCheck(member)) return Infinity
  if (!isHeld(member)) return member.errorTime + member.retry + 1
  const { until } = member.ejection
  return until > now ? until : Infinity
}

/**
 * Gives a member that has just become electable a part of its weight that grows with time, from a tenth on, so that a
 * process with cold caches and code is not hit by all of its share.
 * @returns when the weight is to be looked at again
 */
function startSlowly (member: BalancerMember, usable: boolean, now: number): number {
  const { lbfactor, slowstart } = member
  if (!usable) {
    member.startedAt = 0
    return Infinity
  }
  if (member.startedAt === 0) member.startedAt = now
  const grown = Math.min((now - member.startedAt) / slowstart, 1)
  member.weight = grown === 1 ? lbfactor : Math.max(Math.round(lbfactor * grown), Math.ceil(lbfactor / 10))
  return grown === 1 ? Infinity : now + slowstart / 100
}

function lowestSetFrom (balancer: Balancer, from: number): number {
  let lowest = Infinity
  for (const { lbset } of balancer.members) {
    if (lbset >= from && lbset < lowest) lowest = lbset
  }
  return lowest
}
