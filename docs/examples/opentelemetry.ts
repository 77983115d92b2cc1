/** One span of each attempt to have a request answered by a member, below the span of the request that @fastify/otel makes. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { FastifyOtelInstrumentation } from '@fastify/otel'
import balancer from '@fastify-balancer/balancer'
import type { Attempt } from '@fastify-balancer/balancer'
import { propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Span } from '@opentelemetry/api'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'

/**
 * The app's tracer provider is registered before, say by NodeTracerProvider.register().
 * @param backends URLs of the members
 */
export async function buildApp (backends: readonly string[]): Promise<FastifyInstance> {
  const app = Fastify()
  await app.register(new FastifyOtelInstrumentation({ instrumentHooks: false }).plugin())
  await app.register(balancer, {
    balancers: { shop: { members: backends.map((url, i) => ({ url, route: `shop${i + 1}` })) } },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  })
  app.addHook('onClose', traceAttempts())
  return app
}

/** Traces the attempts of all apps of this process. @returns ends that */
function traceAttempts (): () => Promise<void> {
  const tracer = trace.getTracer('fastify-balancer')
  const spans = new WeakMap<Attempt, Span>()

  function start (message: unknown): void {
    const attempt = message as Attempt
    const { request, balancer, member, number, reason } = attempt
    const context = request.opentelemetry().context ?? ROOT_CONTEXT
    const span = tracer.startSpan(`${request.method} ${member.route}`, {
      kind: SpanKind.CLIENT,
      attributes: {
        'http.request.method': request.method,
        'http.request.resend_count': number - 1,
        'server.address': member.hostname,
        'server.port': member.port,
        'fastify_balancer.balancer': balancer.name,
        'fastify_balancer.member': member.url,
        'fastify_balancer.attempt': number,
        'fastify_balancer.reason': reason
      }
    }, context)
    // The member's own spans go below this one.
    propagation.inject(trace.setSpan(context, span), attempt, { set: (attempt, name, value) => attempt.setHeader(name, value) })
    spans.set(attempt, span)
  }

  function end (message: unknown): void {
    const { status, error } = message as Attempt
    const span = spans.get(message as Attempt)
    if (status !== null) span?.setAttribute('http.response.status_code', status)
    if (error !== null) span?.recordException(error)
    if (error !== null || (status ?? 0) >= 500) span?.setStatus({ code: SpanStatusCode.ERROR, ...(error !== null && { message: error.message }) })
    span?.setAttribute('fastify_balancer.outcome', error !== null ? 'failed' : status !== null ? 'answered' : 'client left')
    span?.end()
  }

  subscribe('fastify-balancer:attempt:start', start)
  subscribe('fastify-balancer:attempt:end', end)
  return async () => {
    unsubscribe('fastify-balancer:attempt:start', start)
    unsubscribe('fastify-balancer:attempt:end', end)
  }
}
