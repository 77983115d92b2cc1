import type { FastifyReply, FastifyRequest } from 'fastify'

const arrivals = new WeakMap<FastifyRequest, number>()

/** Whether a header rule tells when requests came. */
export function tellsArrival ({ value }: { readonly value?: string }): boolean {
  return value !== undefined && /%[tD]/.test(value)
}

/** A hook that keeps when a request came. */
export function keepArrival (request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  arrivals.set(request, now())
  done()
}

/** When the request came, in microseconds since 1970; now, where nobody kept it. */
export function receivedAt (request: FastifyRequest): number {
  return arrivals.get(request) ?? now()
}

/** How long ago that is, in microseconds. */
export function microsecondsSince (request: FastifyRequest): number {
  return Math.max(now() - receivedAt(request), 0)
}

function now (): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000)
}
