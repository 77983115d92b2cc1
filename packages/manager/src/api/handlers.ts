import { requireChange } from '@fastify-balancer/balancer'
import type { AppliedChange, Balancer, BalancerMember, Change } from '@fastify-balancer/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { hostname } from 'node:os'
import { ConflictError, MovedOnError, PreconditionError, UnknownError } from '../errors.ts'
import { nameOf } from '../look/member-look.ts'
import { makeChange } from '../make-change.ts'
import { undoOf } from '../undo.ts'
import type { ApiContext } from './context.ts'
import type { OperationName } from './operations.ts'
import { showBalancer, showMember, showMembers } from './picture.ts'
import { badField, readBalancerInput, readDrain, readMemberInput, readUrl } from './read-input.ts'

type Body = Readonly<Record<string, unknown>>

export type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<object>

/** What each operation does. */
export function createHandlers (context: ApiContext): Readonly<Record<OperationName, Handler>> {
  const { balancers, journal, history } = context

  return {
    async list () {
      const all: object[] = []
      for (const balancer of balancers) all.push(await showBalancer(balancer, context))
      return { node: hostname(), now: Date.now(), persisted: context.saved(), balancers: all }
    },
    async show (request, reply) {
      const balancer = balancerOf(request)
      tag(reply, balancer)
      return showBalancer(balancer, context)
    },
    async change (request, reply) {
      const balancer = balancerOf(request)
      const body = bodyOf(request)
      mayChange(request, balancer)
      const event = make({ balancer: balancer.name, set: readBalancerInput(balancers, body), ...remarks(body) }, request)
      tag(reply, balancer)
      return { event, balancer: await showBalancer(balancer, context) }
    },
    async history (request) {
      const balancer = balancerOf(request)
      return { interval: history.interval, members: balancer.members.map(member => ({ url: member.url, series: history.of(member) })) }
    },
    async edits (request) {
      return { edits: journal.edits(balancerOf(request).name) }
    },
    async undo (request, reply) {
      const balancer = balancerOf(request)
      mayChange(request, balancer)
      const edit = journal.find(Number(parameterOf(request, 'edit')))
      if (edit === undefined || edit.change.balancer !== balancer.name) throw new UnknownError('no such edit, or it is too long ago')
      const change = undoOf(balancers, edit)
      if (change === null) throw new ConflictError('what the edit did is not so any more')
      const event = make({ ...change, ...remarks(bodyOf(request)), with: 'undo' }, request)
      tag(reply, balancer)
      return { event, balancer: await showBalancer(balancer, context) }
    },
    async members (request, reply) {
      const balancer = balancerOf(request)
      tag(reply, balancer)
      return { members: await showMembers(balancer, context) }
    },
    async add (request, reply) {
      const balancer = balancerOf(request)
      const body = bodyOf(request)
      mayChange(request, balancer)
      const applied = carryOut({ balancer: balancer.name, add: { ...readMemberInput(body), url: readUrl(body) }, ...remarks(body) }, request)
      const url = String(applied.after.url)
      tag(reply, balancer)
      reply.code(201).header('location', `${request.url.replace(/\?.*$/, '')}/${encodeURIComponent(url)}`)
      return { event: eventOf(applied), member: await showMember(balancer, url, context) }
    },
    async showMember (request, reply) {
      const { balancer, url } = memberOf(request)
      tag(reply, balancer)
      return showMember(balancer, url, context)
    },
    async changeMember (request, reply) {
      const member = memberOf(request)
      const { balancer, url } = member
      const body = bodyOf(request)
      mayChange(request, balancer)
      const set = readMemberInput(body)
      const drain = body.drain as Body | undefined
      if (drain !== undefined && !/\+[A-Z]*N/i.test(String(body.status)) && !balancers.drains.of(member)) throw badField('drain', 'with status +N: the member does not drain')
      const note = body.note ?? drain?.note
      const event = make({
        balancer: balancer.name, member: url, set, ...(drain === undefined ? {} : { drain: readDrain(drain, Date.now()) }), ...remarks({ note })
      }, request)
      tag(reply, balancer)
      return { event, member: await showMember(balancer, url, context) }
    },
    async remove (request, reply) {
      const { balancer, url } = memberOf(request)
      mayChange(request, balancer)
      const event = make({ balancer: balancer.name, remove: url, ...remarks(bodyOf(request)) }, request)
      tag(reply, balancer)
      return { event, balancer: await showBalancer(balancer, context) }
    },
    async events ({ query }) {
      const { since = '0' } = query as { since?: string }
      if (!/^\d{1,16}$/.test(since)) throw badField('since', 'the id of an event')
      return { events: journal.since(Number(since)) }
    }
  }

  function balancerOf (request: FastifyRequest): Balancer {
    const name = parameterOf(request, 'balancer')
    const balancer = balancers.find(name)
    if (balancer === undefined) throw new UnknownError(`no balancer is named ${name}`)
    return balancer
  }

  function memberOf (request: FastifyRequest): BalancerMember {
    const { members, url } = balancerOf(request)
    const name = parameterOf(request, '*')
    const found = [byUrl, byRoute, byHost].map(is => members.filter(member => is(member, name))).find(some => some.length > 0)
    if (found === undefined) throw new UnknownError(`${url} has no member ${name}`)
    if (found.length > 1) throw new ConflictError(`${url} has several members ${name}: name one by its URL`)
    return found[0]!
  }

  /** @returns what the journal has of it; null: nothing changed */
  function make (change: Change, request: FastifyRequest): number | null {
    return eventOf(carryOut(change, request))
  }

  function carryOut (change: Change, request: FastifyRequest): AppliedChange {
    return makeChange(balancers, { with: 'api', ...change }, request)
  }

  function eventOf (applied: AppliedChange): number | null {
    return journal.idOf(applied)
  }
}

function byUrl (member: BalancerMember, name: string): boolean {
  return name.includes('://') && member.url === name.replace(/^unix:[^|]*\|/, '').replace(/\/$/, '')
}

function byRoute ({ route }: BalancerMember, name: string): boolean {
  return route !== '' && route === name
}

function byHost (member: BalancerMember, name: string): boolean {
  return nameOf({ ...member, route: '' }) === name
}

/** @throws FST_BALANCER_READ_ONLY, FST_BALANCER_MANAGER_MOVED_ON, FST_BALANCER_MANAGER_PRECONDITION */
function mayChange (request: FastifyRequest, { version }: Balancer): void {
  requireChange(request)
  const match = request.headers['if-match']
  if (match !== undefined && match.trim() !== '*' && !match.split(',').some(tag => tag.trim() === `"${version}"`)) throw new PreconditionError(version)
  const expected = bodyOf(request).version
  if (expected !== undefined && expected !== version) throw new MovedOnError(version)
}

function tag (reply: FastifyReply, { version }: Balancer): void {
  reply.header('etag', `"${version}"`)
}

function remarks ({ note }: Body): { note?: string } {
  return typeof note === 'string' && note !== '' ? { note } : {}
}

function bodyOf ({ body }: FastifyRequest): Body {
  return (body ?? {}) as Body
}

function parameterOf ({ params }: FastifyRequest, name: string): string {
  return (params as Readonly<Record<string, string>>)[name]!
}
