import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { BadOptionError } from './errors.ts'
import { readCondition } from './header-value.ts'
import { readHeaderEdit } from './headers.ts'
import type { HeaderOptions, RequestHeaderOptions } from './headers.ts'
import { isHopByHop } from './hop-by-hop.ts'

/** Changes the header fields of an answer, their names in lower case, in place. */
export type EditAnswer = (headers: IncomingHttpHeaders, request: FastifyRequest) => void

/** What rules make of answers; null: nothing. */
export interface AnswerEdits {
  /** Of members' answers: the rules that hold always come first, as in httpd. */
  readonly ofMembers: EditAnswer | null
  /** Of answers that no member gave. */
  readonly ofOwn: EditAnswer | null
}

/** Requests whose answer a member gave, where answers of our own are changed too. */
const done = new WeakSet<FastifyRequest>()

/** @throws FST_BALANCER_BAD_OPTION */
export function createAnswerEdits (rules: readonly HeaderOptions[]): AnswerEdits {
  const always = rules.filter(rule => rule.always === true)
  const others = rules.filter(rule => rule.always !== true)
  const ofMembers = createEditAnswer([...always, ...others])
  const ofOwn = createEditAnswer(always)
  if (ofMembers === null || ofOwn === null) return { ofMembers, ofOwn }
  return {
    ofMembers (headers, request) {
      done.add(request)
      ofMembers(headers, request)
    },
    ofOwn (headers, request) {
      if (!done.has(request)) ofOwn(headers, request)
    }
  }
}

function createEditAnswer (rules: readonly HeaderOptions[]): EditAnswer | null {
  if (rules.length === 0) return null
  const edits = rules.map(rule => rule.action === 'echo' ? readEcho(rule) : readEdit(rule as RequestHeaderOptions))
  return (headers, request) => {
    for (const edit of edits) edit(headers, request)
  }
}

function readEdit (rule: RequestHeaderOptions): EditAnswer {
  const { field, holds, apply } = readHeaderEdit(rule, `headers ${rule.action} ${rule.name}`)
  return (headers, request) => {
    if (holds(request)) setLines(headers, field, apply(linesOf(headers[field]), request))
  }
}

/** Repeats fields of the request, but none that are about its own connection or body. */
function readEcho ({ name, value, pattern, env }: HeaderOptions): EditAnswer {
  const whose = `headers echo ${name}`
  if (value !== undefined || pattern !== undefined) throw new BadOptionError(`${whose}: takes no value and no pattern`)
  const holds = readCondition(env, whose)
  const names = readNames(name, whose)
  return (headers, request) => {
    if (!holds(request)) return
    for (const [field, value] of Object.entries(request.raw.headers)) {
      if (names.test(field) && !stays.has(field) && !isHopByHop(field)) setLines(headers, field, [...linesOf(headers[field]), ...linesOf(value)])
    }
  }
}

const stays: ReadonlySet<string> = new Set(['content-length', 'content-type', 'content-encoding', 'expect'])

function readNames (text: string, whose: string): RegExp {
  try {
    return new RegExp(text, 'i')
  } catch (error) {
    throw new BadOptionError(`${whose}: ${(error as Error).message}`)
  }
}

/** Edits what a reply of our own is about to send. */
export function editOwn (reply: FastifyReply, edit: EditAnswer): void {
  const was = reply.getHeaders() as IncomingHttpHeaders
  const is = { ...was }
  edit(is, reply.request)
  for (const name in was) if (is[name] === undefined) reply.removeHeader(name)
  for (const name in is) {
    if (is[name] === was[name]) continue
    // Fastify adds cookies to those that are there.
    reply.removeHeader(name).header(name, is[name])
  }
}

function setLines (headers: IncomingHttpHeaders, field: string, lines: readonly string[]): void {
  if (lines.length === 0) delete headers[field]
  else headers[field] = lines.length === 1 && field !== 'set-cookie' ? lines[0]! : [...lines]
}

/** Headers of our own replies may be numbers. */
function linesOf (value: string | number | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [String(value)]
}
