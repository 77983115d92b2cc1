import { balancerSchema, DuplicateError, memberSchema, readMemberUrl, snapshotBalancer } from '@fastify-balancer/core'
import type { Balancer, BalancerInput, BalancerMember, Balancers, Change, MemberInput, MemberSnapshot, Parameter } from '@fastify-balancer/core'
import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import { healthFields, withKnownExpression } from './health-fields.ts'
import type { Journal } from './journal.ts'
import { makeChange } from './make-change.ts'
import { hasNonce } from './nonce.ts'
import { balancerFields, memberFields, readInt, states } from './parameters.ts'
import type { Field } from './parameters.ts'
import { findMemberOf } from './selection.ts'
import type { Selection } from './selection.ts'
import { undoOf } from './undo.ts'

type Texts = ReadonlyMap<string, string>
type Accept = Pick<Parameter<unknown>, 'expected' | 'read'>

/**
 * Carries out what a form asks for: first the member's fields, then the balancer's, then the addition of a member. Does
 * nothing without the balancer's nonce; a balancer with an empty nonce (`nonce=None`) is never changed, as in httpd, unless nonces are not checked
 * then. Values out of range are ignored one by one, as in httpd, and told to the log.
 * @returns whether nothing was done, though it was asked for
 * @throws FST_BALANCER_BAD_PARAMETER, FST_BALANCER_DUPLICATE or FST_BALANCER_NO_FREE_SLOT when a member cannot be added;
 * what was asked besides has taken place
 */
export function edit (balancers: Balancers, selection: Selection, texts: Texts, request: FastifyRequest, uncheckedNonce: boolean, journal: Journal): boolean {
  const { balancer } = selection
  if (balancer === undefined) return false
  if (!isAllowed(balancer, texts, uncheckedNonce)) return [...texts.keys()].some(name => /^(?:[wb]_|undo$|remove$)/.test(name))
  for (const change of readChanges(balancers, balancer, selection.member, texts, request)) makeChange(balancers, { ...change, with: 'page' }, request)
  const undone = journal.find(readInt(texts.get('undo') ?? ''))
  const undo = undone === undefined ? null : undoOf(balancers, undone)
  if (undo !== null) makeChange(balancers, { ...undo, with: 'undo' }, request)
  return false
}

/** What a form asks for, change by change; each is to be made before the next is read. */
export function * readChanges (balancers: Balancers, balancer: Balancer, member: BalancerMember | undefined, texts: Texts, request: FastifyRequest): Generator<Change> {
  const { log } = request
  const { name } = balancer
  const shown = snapshotBalancer(balancer)
  const shownMember = shown.members.find(({ url }) => url === member?.url)
  if (shownMember !== undefined) {
    const set: MemberInput = {
      ...readFields(memberFields, memberSchema, shownMember, texts, log),
      ...readChecks(shownMember, texts, request),
      ...readStates(texts)
    }
    if (hasAny(set)) yield { balancer: name, member: shownMember.url, set }
  }
  const set: BalancerInput = readFields(balancerFields, { ...balancerSchema, lbmethod: oneOf(balancers.lbMethods) }, shown, texts, log)
  if (hasAny(set)) yield { balancer: name, set }
  const url = texts.get('b_nwrkr') ?? ''
  if (url !== '' && texts.get('b_wyes') === '1') yield addition(balancer, url)
  const remove = texts.get('remove') ?? ''
  if (remove !== '') yield { balancer: name, remove }
}

function isAllowed (balancer: Balancer, texts: Texts, uncheckedNonce: boolean): boolean {
  return balancer.nonce === '' ? uncheckedNonce : hasNonce(balancer, texts)
}

/** Reads the fields that say something else than the form shows; null is the default. */
function readFields<S, P> (fields: ReadonlyArray<Field<S, P>>, schema: { readonly [K in keyof P]: Accept }, shown: S, texts: Texts, log: FastifyBaseLogger): { [K in keyof P]?: unknown } {
  const set: { [K in keyof P]?: unknown } = {}
  for (const { name, parameter, show, read } of fields) {
    const text = texts.get(name)
    if (text === undefined || text === show(shown)) continue
    const value = read(text)
    const { expected, read: accept } = schema[parameter]
    if (value === undefined || (value !== null && accept(value) === undefined)) {
      log.debug({ module: 'proxy_balancer', httpdLevel: 'debug', field: name, value: text }, `ignoring ${name}: ${String(parameter)} must be ${expected}`)
    } else {
      set[parameter] = value
    }
  }
  return set
}

/** Where nobody checks members, the fields about it mean nothing. */
function readChecks (shown: MemberSnapshot, texts: Texts, { server: { healthChecks }, log }: FastifyRequest): MemberInput {
  if (healthChecks === undefined) return {}
  const set: MemberInput = readFields(healthFields, memberSchema, shown, texts, log)
  return texts.has('w_he') ? withKnownExpression(set, shown, healthChecks.expressions.map(({ name }) => name)) : set
}

function readStates (texts: Texts): MemberInput {
  let status = ''
  for (const [letter] of states) {
    const text = texts.get(`w_status_${letter}`)
    if (text !== undefined) status += `${readInt(text) === 0 ? '-' : '+'}${letter}`
  }
  return status === '' ? {} : { status }
}

/** A new member is disabled until somebody enables it. httpd takes a URL below a member's for that member. */
function addition (balancer: Balancer, text: string): Change {
  const { url } = readMemberUrl(text, `${balancer.url} member`)
  const present = findMemberOf(balancer, url)
  if (present !== undefined) throw new DuplicateError(`${balancer.url} member ${present.url}`)
  return { balancer: balancer.name, add: { url: text, status: '+D' } }
}

function oneOf (names: readonly string[]): Accept {
  return { expected: `one of ${names.join(', ')}`, read: value => names.find(name => name === value) }
}

function hasAny (set: object): boolean {
  return Object.keys(set).length > 0
}
