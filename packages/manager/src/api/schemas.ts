/** What goes in and out of the JSON API, as JSON Schema: the same that requests are checked by, answers are written by, and the OpenAPI document shows. */
import { balancerSchema, memberSchema, toWord } from '@fastify-balancer/core'
import type { Parameter } from '@fastify-balancer/core'

export type Schema = Readonly<Record<string, unknown>>

type Parameters = Readonly<Record<string, Parameter<unknown>>>

const text = { type: 'string' }
const number = { type: 'number' }
const flag = { type: 'boolean' }
const time = { type: 'integer', description: 'epoch milliseconds' }
const timeOrNull = { type: ['integer', 'null'], description: 'epoch milliseconds' }
const textOrNull = { type: ['string', 'null'] }
const numberOrNull = { type: ['number', 'null'] }

const { status, ...ofMembers } = memberSchema
const { nonce: _nonce, growth: _growth, ...ofBalancers } = balancerSchema

/** An object with exactly these properties. */
function object (properties: Readonly<Record<string, Schema>>, description?: string): Schema {
  return { type: 'object', ...(description === undefined ? {} : { description }), properties, required: Object.keys(properties), additionalProperties: false }
}

function list (items: Schema): Schema {
  return { type: 'array', items }
}

function ref (name: string): Schema {
  return { $ref: `${name}#` }
}

/** A parameter as it is told; times are milliseconds. */
function told (parameters: Parameters): Record<string, Schema> {
  return Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => {
    const byDefault = toWord(parameter.default)
    const type = name === 'stickysession' ? ['string', 'null'] : byDefault === null ? ['number', 'null'] : typeof byDefault
    return [name, Array.isArray(byDefault) ? list({ type: 'integer' }) : { type, ...(parameter.unit === undefined ? {} : { description: 'milliseconds' }) }]
  }))
}

/** A parameter as it is taken: values, or the words of httpd.conf; null is the default. */
function taken (parameters: Parameters): Record<string, Schema> {
  return Object.fromEntries(Object.entries(parameters).map(([name, { expected, unit }]) =>
    [name, { description: `${expected}${unit === undefined ? '' : '; a number that is no text counts milliseconds'}; null: the default` }]))
}

const remarks: Record<string, Schema> = {
  note: { type: 'string', maxLength: 200, description: 'why, for the record' },
  version: { type: 'integer', description: 'of the balancer, as it was seen; another one is answered with 409' }
}

const drain: Schema = {
  type: 'object',
  description: 'ends a drain at some time, whoever is left then',
  properties: {
    deadline: { description: 'how long it may take: 10mi, 2h, 30s, or milliseconds' },
    then: { enum: ['stop', 'disable', 'keep'], description: 'what becomes of the member; keep: it only is told who is left' },
    note: { type: 'string', maxLength: 200 }
  },
  required: ['deadline'],
  additionalProperties: false
}

const statusInput = { type: 'string', description: `${status.expected}: +N drains, -N ends it` }

const origin = object({ configured: { description: 'the value in the configuration' }, by: text, at: time, with: textOrNull, note: text })
const changed: Schema = { type: 'object', description: 'the parameters that an operator changed, and what the configuration says', additionalProperties: origin }

const series = object(Object.fromEntries(['requests', 'status4xx', 'status5xx', 'p50', 'p99', 'busy'].map(name => [name, list(numberOrNull)])))

/** By their names; `NAME#` refers to one. */
export const schemas: Readonly<Record<string, Schema>> = {
  Error: {
    type: 'object',
    properties: { statusCode: { type: 'integer' }, code: text, error: text, message: text, field: { type: 'string', description: 'what is wrong with the request' } },
    required: ['statusCode', 'error', 'message']
  },
  Member: object({
    url: text,
    name: { type: 'string', description: 'what it is called in paths: its route, or host and port' },
    ...told(ofMembers),
    status: { type: 'string', description: 'httpd\'s words' },
    usable: flag,
    state: object({ word: text, since: timeOrNull, cause: text, count: { type: 'integer' }, nextTryAt: timeOrNull }),
    health: object({ passes: number, passed: number, fails: number, failed: number, checkedAt: timeOrNull, passedAt: timeOrNull, cause: text }),
    drain: {
      anyOf: [{ type: 'null' }, object({
        since: timeOrNull,
        by: textOrNull,
        sessionsAtStart: number,
        sessionsLeft: number,
        perMinute: numberOrNull,
        emptyAt: timeOrNull,
        latest: timeOrNull,
        then: { type: ['string', 'null'] }
      })]
    },
    share: object({ actual: numberOrNull, weight: numberOrNull }, 'per cent of the requests of its lbset in the last minutes, and of its load factors'),
    rate: { type: 'number', description: 'requests per second' },
    elected: number,
    electedBy: { type: 'object', additionalProperties: number },
    busy: number,
    sessions: number,
    lbstatus: number,
    transferred: { type: 'number', description: 'bytes' },
    read: { type: 'number', description: 'bytes' },
    answers: { ...list(number), description: 'attempts that are over: without an answer, then by the first digit of the status' },
    retried: number,
    added: { type: 'boolean', description: 'it is not in the configuration' },
    changed
  }),
  Balancer: object({
    name: text,
    url: text,
    version: { type: 'integer', description: 'grows with each change' },
    path: { type: ['string', 'null'], description: 'what ProxyPass hands to it' },
    ...told(ofBalancers),
    maxMembers: { type: 'integer' },
    used: { type: 'integer' },
    elections: { type: 'object', description: 'for which reasons the last elections were made', additionalProperties: number },
    changed,
    members: list(ref('Member'))
  }),
  Balancers: object({
    node: text,
    now: time,
    persisted: { anyOf: [{ type: 'null' }, object({ savedAt: timeOrNull, error: textOrNull })], description: 'null: changes do not survive a restart' },
    balancers: list(ref('Balancer'))
  }),
  Event: object({
    id: { type: 'integer' },
    at: time,
    kind: { enum: ['state', 'edit', 'reload', 'peer'], type: 'string' },
    balancer: text,
    member: textOrNull,
    from: textOrNull,
    to: textOrNull,
    cause: text,
    by: textOrNull,
    with: textOrNull,
    note: text
  }),
  Edit: object({
    id: { type: 'integer' },
    at: time,
    balancer: text,
    member: textOrNull,
    by: text,
    with: textOrNull,
    note: text,
    changes: list(object({ field: text, from: {}, to: {} })),
    undoable: flag
  }),
  Events: object({ events: list(ref('Event')) }),
  Edits: object({ edits: list(ref('Edit')) }),
  History: object({ interval: { type: 'integer', description: 'milliseconds between samples' }, members: list(object({ url: text, series })) }),
  Members: object({ members: list(ref('Member')) }),
  ChangedBalancer: object({ event: { type: ['integer', 'null'], description: 'what the journal has of it; null: nothing changed' }, balancer: ref('Balancer') }),
  ChangedMember: object({ event: { type: ['integer', 'null'] }, member: ref('Member') }),
  BalancerChange: { type: 'object', properties: { ...taken(ofBalancers), ...remarks }, additionalProperties: false },
  MemberChange: { type: 'object', properties: { ...taken(ofMembers), status: statusInput, drain, ...remarks }, additionalProperties: false },
  MemberAddition: {
    type: 'object', properties: { url: text, ...taken(ofMembers), status: statusInput, ...remarks }, required: ['url'], additionalProperties: false
  },
  Remarks: { type: 'object', properties: remarks, additionalProperties: false }
}
