import type { IncomingMessage } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isNotProxied } from './environment.ts'
import { BadPathError } from './errors.ts'
import type { Forward } from './forward.ts'
import { isVerbose, logTo } from './log.ts'
import { readEncodedPath, readPath, toText } from './path.ts'
import type { EncodedSlashes, RequestPath } from './path.ts'
import { findMatch } from './rules.ts'
import type { Rule, Rules } from './rules.ts'
import { targetOf } from './target.ts'

/** What all scopes of a plugin instance share. */
export interface ProxyPass {
  readonly forward: Forward
  /** All rules, also those that are added later. */
  readonly rules: Rules
  readonly allowEncodedSlashes: EncodedSlashes
  /** The router's patterns that are registered already, of which one is enough for all rules. */
  readonly doors: Set<string>
}

/**
 * Registers the routes through which requests reach the rules, in a child scope whose body parser leaves bodies unread.
 * Fastify's router only opens the door: which rule a request follows is decided by the order of the rules, so that the
 * first match wins and not the longest.
 * @param own the rules whose paths are to be registered here
 */
export async function registerProxyPass (scope: FastifyInstance, { forward, rules, allowEncodedSlashes, doors }: ProxyPass, own: readonly Rule[]): Promise<void> {
  const verbose = isVerbose(scope.log)
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', leaveUnread)
  scope.addHook('onRequest', hideUnreadableType)
  const prefix = scope.prefix.replace(/\/$/, '')
  for (const door of own.flatMap(rule => doorsOf(rule, prefix, allowEncodedSlashes))) {
    if (doors.has(door)) continue
    doors.add(door)
    scope.route({ method: scope.supportedMethods, url: door.slice(prefix.length), handler: proxyPass, exposeHeadRoute: false })
  }

  function proxyPass (request: FastifyRequest, reply: FastifyReply): void {
    if (isNotProxied(request)) {
      reply.callNotFound()
      return
    }
    const target = targetOf(request.raw)
    if (rules.encoded.length > 0 && follow(request, reply, rules.encoded, readEncodedPath(target))) return
    if (!follow(request, reply, rules.decoded, readPath(target, allowEncodedSlashes))) reply.callNotFound()
  }

  /** @returns false when no rule leads anywhere */
  function follow (request: FastifyRequest, reply: FastifyReply, rules: readonly Rule[], asked: RequestPath | 400 | 404): boolean {
    if (asked === 400) throw new BadPathError()
    const match = asked === 404 ? null : findMatch(rules, asked, request.log, verbose ? logTo(request.log) : null)
    if (match === null) return false
    const { rule: { balancer, options }, target } = match
    forward(request, reply, balancer!, target, asked as RequestPath, options)
    return true
  }
}

/** Whether a rule leads to a balancer. */
export function isForwarded (raw: IncomingMessage, rules: Rules, allowEncodedSlashes: EncodedSlashes, logger: FastifyBaseLogger): boolean {
  const target = targetOf(raw)
  const leads = (rules: readonly Rule[], asked: RequestPath | 400 | 404): boolean => typeof asked !== 'number' && findMatch(rules, asked, logger, null) !== null
  return leads(rules.encoded, readEncodedPath(target)) || leads(rules.decoded, readPath(target, allowEncodedSlashes))
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
function doorsOf ({ path, balancer, options }: Rule, prefix: string, allowEncodedSlashes: EncodedSlashes): string[] {
  if (balancer === null) return []
  // Colons and asterisks have a meaning of their own in the router, and so have escapes where rules go by the encoded path;
  // an expression may match anywhere.
  const isPlain = typeof path === 'string' && !/[:*]/.test(path) && options.mapping === undefined && allowEncodedSlashes !== true
  if (!isPlain) return [`${prefix}/*`]
  const text = toText(path)
  return text.endsWith('/') ? [`${text}*`] : [text, `${text}/*`]
}
