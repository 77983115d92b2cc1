/** Remembers which members a request was sent to, for the access log (`%{BALANCER_ATTEMPTS}e`). */
import { channel } from 'node:diagnostics_channel'
import type { Attempt } from '@fastify-balancer/balancer'
import type { FastifyRequest } from 'fastify'
import type { AttemptRecord } from './exchange.ts'

const starts = channel('fastify-balancer:attempt:start')
const ends = channel('fastify-balancer:attempt:end')

/**
 * Listens until it is told to stop.
 * @param record gets every attempt that is over
 */
export function recordAttempts (record: (request: FastifyRequest, attempt: AttemptRecord) => void): () => void {
  const startedAt = new WeakMap<Attempt, number>()
  const onStart = (message: unknown): void => { startedAt.set(message as Attempt, performance.now()) }
  const onEnd = (message: unknown): void => {
    const attempt = message as Attempt
    const { request, member } = attempt
    record(request, { member: member.url, duration: performance.now() - startedAt.get(attempt)!, outcome: outcomeOf(attempt) })
  }
  starts.subscribe(onStart)
  ends.subscribe(onEnd)
  return () => {
    starts.unsubscribe(onStart)
    ends.unsubscribe(onEnd)
  }
}

function outcomeOf ({ status, error }: Attempt): string {
  if (status !== null) return String(status)
  if (error === null) return 'aborted'
  const { code = 'failed' } = error as NodeJS.ErrnoException
  return code
}

/** `http://a.local=ECONNREFUSED/2,http://b.local=200/13`: member, outcome, milliseconds. */
export function formatAttempts (attempts: readonly AttemptRecord[]): string {
  return attempts.map(({ member, outcome, duration }) => `${member}=${outcome}/${Math.round(duration)}`).join(',')
}
