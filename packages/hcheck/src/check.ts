/** One check of a member: asks it, and judges the answer. */
import type { ProbeAnswer, ProbeRequest } from '@fastify-balancer/balancer'
import type { BalancerMember, CheckAnswer } from '@fastify-balancer/core'
import type { Expressions } from './expressions.ts'
import { checkRequest } from './request.ts'

/** How members are asked: `app.probeMember`. */
export type Probe = (member: BalancerMember, request: ProbeRequest | null, signal: AbortSignal) => Promise<ProbeAnswer | null>

/** @returns why it failed; empty: it passed */
export async function check (member: BalancerMember, probe: Probe, expressions: Expressions, signal: AbortSignal): Promise<string> {
  try {
    const answer = await probe(member, checkRequest(member), signal)
    return answer === null ? '' : judge(answer, member.hcexpr, expressions)
  } catch (error) {
    return causeOf(error as Error)
  }
}

/** With an expression, that alone decides. */
function judge ({ status, headers, body }: ProbeAnswer, name: string, expressions: Expressions): string {
  if (name === '') return status >= 200 && status <= 399 ? '' : `answered ${status}`
  const expression = expressions.get(name)
  if (expression === undefined) return `there is no expression ${name}`
  return expression.holds({ status, headers: joinHeaders(headers), body: body.toString() }) ? '' : `answered ${status}, and ${name} does not hold`
}

function joinHeaders (lines: readonly string[]): CheckAnswer['headers'] {
  const headers: Record<string, string> = Object.create(null)
  for (let i = 0; i < lines.length; i += 2) {
    const name = lines[i]!.toLowerCase()
    const value = lines[i + 1]!
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  return headers
}

/** The system's error says more than that there was one. */
function causeOf (error: Error): string {
  const { message } = error.cause instanceof Error && error.cause.message !== '' ? error.cause : error
  return message
}
