/** The file of kept changes: what operators did to balancers and members, and when, and what the configuration said then. */
import { Ajv } from 'ajv'
import type { DrainEnd } from '@fastify-balancer/core'
import type { Origins, Override, Trace, Words } from '../origins.ts'

export interface KeptMember {
  readonly url: string
  /** Of one that was added: what it came with. */
  readonly base: Words
  readonly added: Trace | null
  readonly removed: Trace | null
  readonly drain: (DrainEnd & Trace) | null
  readonly set: Readonly<Record<string, Override>>
}

export interface KeptBalancer {
  /** null: its configuration gives one. */
  readonly nonce: string | null
  readonly set: Readonly<Record<string, Override>>
  /** By their URLs. */
  readonly members: Readonly<Record<string, KeptMember>>
}

/** By the balancers' names. */
export type KeptChanges = Readonly<Record<string, KeptBalancer>>

const format = 'fastify-balancer changes 1'

const trace = { by: { type: 'string' }, at: { type: 'number' }, with: { type: ['string', 'null'] }, note: { type: 'string' } }
const traced = ['by', 'at', 'with', 'note']
const set = {
  type: 'object',
  additionalProperties: { type: 'object', properties: trace, required: ['value', 'configured', ...traced] }
}
const traceOrNull = { type: ['object', 'null'], properties: trace, required: traced }
const member = {
  type: 'object',
  properties: {
    url: { type: 'string' },
    base: { type: 'object' },
    added: traceOrNull,
    removed: traceOrNull,
    drain: {
      type: ['object', 'null'],
      properties: { ...trace, until: { type: 'number' }, then: { enum: ['stop', 'disable', 'keep'] } },
      required: ['until', 'then', ...traced]
    },
    set
  },
  required: ['url', 'base', 'added', 'removed', 'drain', 'set']
}
const balancer = {
  type: 'object',
  properties: { nonce: { type: ['string', 'null'] }, set, members: { type: 'object', additionalProperties: member } },
  required: ['nonce', 'set', 'members']
}
const file = {
  type: 'object',
  properties: { format: { const: format }, balancers: { type: 'object', additionalProperties: balancer } },
  required: ['format', 'balancers']
}

export function printChanges ({ balancers }: Origins): string {
  const kept = Object.fromEntries([...balancers].map(([{ name, nonce, hasRandomNonce }, { set, members }]): [string, KeptBalancer] => [name, {
    nonce: hasRandomNonce ? nonce : null,
    set: Object.fromEntries(set),
    members: Object.fromEntries([...members].flatMap(([url, { url: given, base, added, removed, drain, set }]): Array<[string, KeptMember]> =>
      added === null && removed === null && drain === null && set.size === 0
        ? []
        : [[url, { url: given, base: added === null ? {} : base, added, removed, drain, set: Object.fromEntries(set) }]]))
  }]))
  return `${JSON.stringify({ format, balancers: kept }, null, 2)}\n`
}

/** null: it is damaged, or not such a file. */
export function readChanges (text: string): KeptChanges | null {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return null
  }
  return new Ajv({ strict: false }).validate(file, given) ? (given as { balancers: KeptChanges }).balancers : null
}
