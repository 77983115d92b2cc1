import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isNotProxied } from './environment.ts'
import { BadPathError } from './errors.ts'
import type { Forward } from './forward.ts'
import { isVerbose, logTo } from './log.ts'
import { readPath, toText } from './path.ts'
import { findMatch } from './rules.ts'
import type { Rule } from './rules.ts'

/**
 * Registers the routes through which requests reach the rules, in a child scope whose body parser leaves bodies unread.
 * Fastify's router only opens the door: which rule a request follows is decided by the order of the rules, so that the
 * first match wins and not the longest.
 * @param rules all of the plugin's rules, also those that are added later
 * @param own the rules whose paths are to be registered here
 * @param doors the patterns that are registered already, of which one is enough for all rules
 */
export async function registerProxyPass (scope: FastifyInstance, forward: Forward, rules: readonly Rule[], own: readonly Rule[], doors: Set<string>): Promise<void> {
  const verbose = isVerbose(scope.log)
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', leaveUnread)
  scope.addHook('onRequest', hideUnreadableType)
  const prefix = scope.prefix.replace(/\/$/, '')
  for (const door of own.flatMap(rule => doorsOf(rule, prefix))) {
    if (doors.has(door)) continue
    doors.add(door)
    scope.route({ method: scope.supportedMethods, url: door.slice(prefix.length), handler: proxyPass, exposeHeadRoute: false })
  }

  function proxyPass (request: FastifyRequest, reply: FastifyReply): void {
    const path = readPath(request.raw.url!)
    if (path === 400) throw new BadPathError()
    const match = path === 404 || isNotProxied(request) ? null : findMatch(rules, path.decoded, verbose ? logTo(request.log) : null)
    if (path === 404 || match === null) {
      reply.callNotFound()
      return
    }
    forward(request, reply, match.rule.balancer!, match.path, path)
  }
}

function leaveUnread (_request: FastifyRequest, _payload: unknown, done: (error: null) => void): void {
  done(null)
}

/** Fastify refuses a Content-Type that it cannot read (415). What a backend makes of one is the backend's business. */
function hideUnreadableType (request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  if (request.headers['content-type'] !== undefined && request.mediaType === undefined) {
    request.headers = { 'content-type': undefined }
  }
  done()
}

/** The router's patterns under which a rule's paths are found; the router decodes as UTF-8. */
function doorsOf ({ path, balancer }: Rule, prefix: string): string[] {
  if (balancer === null) return []
  // Colons and asterisks have a meaning of their own in the router; an expression may match anywhere.
  if (typeof path !== 'string' || /[:*]/.test(path)) return [`${prefix}/*`]
  const text = toText(path)
  return text.endsWith('/') ? [`${text}*`] : [text, `${text}/*`]
}
