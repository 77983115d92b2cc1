import { balancerSchema, memberSchema, readInterval, readMemberUrl, toInput } from '@fastify-balancer/core'
import type { BalancerInput, Balancers, DrainEnd, MemberInput, Parameter } from '@fastify-balancer/core'
import { BadFieldError } from '../errors.ts'

type Body = Readonly<Record<string, unknown>>

/** Longest time until a deadline, in milliseconds: what a timer can wait. */
const longest = 2_147_483_647

/** A request's fault lies in this field. */
export function badField (field: string, reason: string): Error {
  return Object.assign(new BadFieldError(`${field} must be ${reason}`), { field })
}

/** The parameters of a member, with `url` and without, as `control` takes them. @throws FST_BALANCER_MANAGER_BAD_FIELD */
export function readMemberInput (body: Body): MemberInput {
  return readAll(memberSchema, body)
}

/** The parameters of a balancer, as `control` takes them. @throws FST_BALANCER_MANAGER_BAD_FIELD */
export function readBalancerInput (balancers: Balancers, body: Body): BalancerInput {
  const set: BalancerInput = readAll(balancerSchema, body)
  if (typeof set.lbmethod === 'string' && !balancers.lbMethods.some(name => name.toLowerCase() === String(set.lbmethod).toLowerCase())) {
    throw badField('lbmethod', `one of ${balancers.lbMethods.join(', ')}`)
  }
  return set
}

/** @throws FST_BALANCER_MANAGER_BAD_FIELD */
export function readUrl ({ url }: Body): string {
  try {
    readMemberUrl(String(url), 'url')
  } catch {
    throw badField('url', 'http://host[:port][/path], https://…, ws://…, wss://… or unix:/socket|http://…')
  }
  return String(url)
}

/** @throws FST_BALANCER_MANAGER_BAD_FIELD */
export function readDrain ({ deadline, then = 'keep' }: Body, now: number): DrainEnd {
  const ms = readInterval(typeof deadline === 'number' ? `${deadline}ms` : deadline, 's')
  if (ms === undefined || ms > longest) throw badField('drain.deadline', 'a time of at most 24 days, such as 10mi')
  return { until: now + ms, then: then as DrainEnd['then'] }
}

function readAll (schema: object, body: Body): Record<string, unknown> {
  const set: Record<string, unknown> = {}
  for (const [name, word] of Object.entries(body)) {
    const parameter = Object.hasOwn(schema, name) ? Reflect.get(schema, name) as Parameter<unknown> : null
    // The others are remarks: the schema of the body lets nothing else in.
    if (parameter === null) continue
    const input = toInput(parameter, word)
    if (input !== null && parameter.read(input) === undefined) throw badField(name, parameter.expected)
    set[name] = input
  }
  return set
}
