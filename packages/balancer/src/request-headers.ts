import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { usesTls } from '@fastify-balancer/core'
import type { BalancerMember } from '@fastify-balancer/core'
import type { EditRequest } from './edit-request.ts'
import { FieldNames } from './field-names.ts'
import { appendField, removeField } from './fields.ts'
import { createForwarded, isForwarded } from './forwarded.ts'
import type { ForwardedHeader } from './forwarded.ts'
import { connectionNames, hopByHop } from './hop-by-hop.ts'
import type { Trust } from './trust.ts'
import { createVia } from './via.ts'
import type { ProxyVia } from './via.ts'

/** The header rules that hold for all requests of a plugin instance. */
export interface HeaderRules {
  readonly proxyPreserveHost: boolean
  readonly proxyAddHeaders: readonly ForwardedHeader[]
  /** X-Forwarded-Server; undefined: the name that the client asked for. */
  readonly serverName: string | undefined
  readonly proxyVia: ProxyVia
  /** For requests that have none; undefined: they get none. */
  readonly proxyMaxForwards: number | undefined
}

/** The header fields that go to the member, as a flat list of names and values. */
export type RequestHeaders = (request: FastifyRequest, member: BalancerMember) => string[]

/**
 * Makes of the rules the function that says which fields go to a member: Host first, then the client's own in their order
 * and spelling without those that end here, as the app's own rules change them, then Max-Forwards, Via and X-Forwarded-*
 * (mod_proxy's order). Whatever is ours comes after the fields that Connection names were removed, so no client can have
 * it removed (GHSA-gwhp-pf74-vj37).
 * @param edit null: the app has no rules
 * @param trust whose word about X-Forwarded-* is passed on; null: everybody's
 */
export function createRequestHeaders (rules: HeaderRules, edit: EditRequest | null, trust: Trust | null): RequestHeaders {
  const { proxyPreserveHost, proxyMaxForwards, serverName } = rules
  const via = createVia(rules.proxyVia, serverName)
  const additions = createForwarded(rules.proxyAddHeaders, serverName)
  const ends = rules.proxyVia === 'block' ? new FieldNames([...endsHere, 'via']) : new FieldNames(endsHere)
  const memberHost = rememberHosts()

  return function requestHeaders (request, member) {
    const { raw } = request
    let asked = clientHost(raw)
    const headers = ['Host', asked ?? '']
    copyFields(headers, raw, ends, trust !== null && !trust(raw.socket.remoteAddress))
    if (edit !== null) {
      edit(headers, request)
      asked = takeHost(headers)
    }
    headers[1] = proxyPreserveHost ? asked ?? serverName ?? memberHost(member) : memberHost(member)
    if (proxyMaxForwards !== undefined && raw.headers['max-forwards'] === undefined) headers.push('Max-Forwards', String(proxyMaxForwards))
    if (via !== null) appendField(headers, 'Via', via(request), ', ')
    for (const add of additions) add(headers, request, asked)
    return headers
  }
}

/**
 * Those that end at each hop, and those that are made anew for the member: Host, the framing, Expect, which is answered here,
 * and Max-Forwards, which becomes less.
 */
const endsHere: readonly string[] = [...hopByHop, 'host', 'content-length', 'expect', 'max-forwards']

function copyFields (headers: string[], raw: IncomingMessage, ends: FieldNames, dropForwarded: boolean): void {
  const { rawHeaders } = raw
  const dropped = connectionNames(raw.headers.connection)
  const usual = dropped.length === 0 && !dropForwarded && raw.httpVersionMajor === 1
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!
    if (usual && !ends.mayHave(name)) {
      headers.push(name, rawHeaders[i + 1]!)
      continue
    }
    const lower = name.toLowerCase()
    if (dropped.includes(lower) || lower.startsWith(':')) continue
    if (lower === 'max-forwards') headers.push(name, String(Number(rawHeaders[i + 1]) - 1))
    if (ends.has(lower)) continue
    if (dropForwarded && isForwarded(lower)) continue
    // HTTP/2 clients send cookies apart, backends get them together (RFC 9113 §8.2.3).
    if (lower === 'cookie' && raw.httpVersionMajor > 1) appendField(headers, name, rawHeaders[i + 1]!, '; ')
    else headers.push(name, rawHeaders[i + 1]!)
  }
}

/** In HTTP/2 :authority takes the place of Host (RFC 9113 §8.3.1). */
function clientHost (raw: IncomingMessage): string | undefined {
  const authority = raw.headers[':authority']
  return typeof authority === 'string' ? authority : raw.headers.host
}

/** The Host that the app's rules leave, wherever it stands now: it is first again. */
function takeHost (headers: string[]): string | undefined {
  const at = headers.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === 'host')
  const host = at === -1 ? '' : headers[at + 1]!
  removeField(headers, 'host')
  headers.unshift('Host', host)
  return host === '' ? undefined : host
}

/** A member's Host does not change. */
function rememberHosts (): (member: BalancerMember) => string {
  const hosts = new WeakMap<BalancerMember, string>()
  return member => {
    let host = hosts.get(member)
    if (host === undefined) hosts.set(member, host = hostOf(member))
    return host
  }
}

/** The Host of a member: its name, with the port where that is not its scheme's. */
export function hostOf (member: BalancerMember): string {
  const host = member.hostname.includes(':') ? `[${member.hostname}]` : member.hostname
  return member.port === (usesTls(member) ? 443 : 80) ? host : `${host}:${member.port}`
}
