/** Balancers and members as the JSON API shows them. */
import { balancerSchema, findMember, flag, maxAttempts, memberWords, toWord, triedAgainAt } from '@fastify-balancer/core'
import type { Balancer, BalancerMember } from '@fastify-balancer/core'
import { UnknownError } from '../errors.ts'
import { nameOf } from '../look/member-look.ts'
import type { MemberLook } from '../look/member-look.ts'
import { survey } from '../look/survey.ts'
import type { ApiContext } from './context.ts'

export async function showBalancer (balancer: Balancer, context: ApiContext): Promise<object> {
  const parameters = Object.keys(balancerSchema).filter(name => name !== 'nonce' && name !== 'growth')
  return {
    name: balancer.name,
    url: balancer.url,
    version: balancer.version,
    path: context.proxyPassPath(balancer),
    ...Object.fromEntries(parameters.map(name => [name, toWord(Reflect.get(balancer, name))])),
    maxattempts: maxAttempts(balancer),
    maxMembers: balancer.maxMembers,
    used: balancer.members.length,
    elections: balancer.recent.count(),
    changed: context.origins.ofBalancer(balancer),
    members: await showMembers(balancer, context)
  }
}

/** Nothing, if it has left meanwhile. */
function showLook (balancer: Balancer, look: MemberLook, context: ApiContext): object[] {
  const member = findMember(balancer, look.member.url)
  return member === undefined ? [] : [describe(member, look, context)]
}

function describe (member: BalancerMember, look: MemberLook, { balancers, journal, deadlines, origins }: ApiContext): object {
  const { status, usable, elected, electedBy, busy, sessions, lbstatus, transferred, read, answers, retried } = look.member
  const { passes, passed, fails, failed, checkedAt, passedAt, cause } = member.health
  const drain = balancers.drains.of(member)
  const deadline = deadlines.of(member)
  return {
    url: member.url,
    name: nameOf(look.member),
    ...memberWords(member),
    status: status.trim(),
    usable,
    state: { word: look.state.word, ...journal.stateOf(member), nextTryAt: (member.flags & flag.E) === 0 ? null : triedAgainAt(member) },
    health: { passes, passed, fails, failed, checkedAt: checkedAt || null, passedAt: passedAt || null, cause },
    drain: drain === null ? null : { ...drain, latest: deadline?.until ?? null, then: deadline?.then ?? null },
    share: { actual: perCent(look.share), weight: perCent(look.weight) },
    rate: look.rate,
    elected,
    electedBy,
    busy,
    sessions,
    lbstatus,
    transferred,
    read,
    answers,
    retried,
    added: origins.isAdded(member),
    changed: origins.ofMember(member)
  }
}

function perCent (part: number | null): number | null {
  return part === null ? null : Math.round(part * 1_000) / 10
}

/** The members of a balancer, or the one of that URL. */
export async function showMembers (balancer: Balancer, context: ApiContext, url?: string): Promise<object[]> {
  const { members } = await survey(balancer, context.history, context.balancers.drains, context.journal)
  return members.filter(({ member }) => url === undefined || member.url === url).flatMap(look => showLook(balancer, look, context))
}

/** @throws FST_BALANCER_MANAGER_UNKNOWN when it has left meanwhile */
export async function showMember (balancer: Balancer, url: string, context: ApiContext): Promise<object> {
  const [member] = await showMembers(balancer, context, url)
  if (member === undefined) throw new UnknownError(`${balancer.url} has no member ${url}`)
  return member
}
