/** The directives of `LogFormat`: what each letter prints of an exchange; null prints `-`. */
import { METHODS } from 'node:http'
import { balancerVariable, isBalancerVariable } from '@fastify-balancer/balancer'
import type { FastifyRequest } from 'fastify'
import { formatAttempts } from './attempts.ts'
import { escapeField } from './escape.ts'
import type { Exchange } from './exchange.ts'
import { timeField } from './time-field.ts'
import { accessLogTime } from './time.ts'

export type Field = (exchange: Exchange) => string | number | null

/** Those that need no escapes, nearly always. */
const methods: ReadonlySet<string> = new Set(METHODS)

/** What is never known: nobody asks an identd, the error log gives requests no ids, and notes are those of httpd's modules. */
export const nothing: Field = () => null

/** `%r`, `%>s` and the others without a name in braces. */
export const fields: Readonly<Record<string, Field>> = {
  h: ({ client }) => client.address,
  a: ({ client }) => client.address,
  A: ({ client }) => client.localAddress,
  l: nothing,
  u: ({ reply }) => reply?.request.remoteUser ?? null,
  t: exchange => accessLogTime(exchange.startedAt),
  r: ({ request: { method, httpVersion }, target }) => `${methods.has(method!) ? method! : escapeField(method!)} ${escapeField(target)} HTTP/${httpVersion}`,
  s: ({ response }) => response.headersSent ? response.statusCode : null,
  b: exchange => exchange.bodyBytes === 0 ? null : exchange.bodyBytes,
  B: exchange => exchange.bodyBytes,
  I: exchange => exchange.bytesIn,
  O: exchange => exchange.bytesOut,
  S: exchange => exchange.bytesIn === null ? null : exchange.bytesIn + exchange.bytesOut,
  D: exchange => Math.round(exchange.duration * 1000),
  T: exchange => Math.floor(exchange.duration / 1000),
  m: ({ request }) => request.method!,
  U: ({ target }) => decodePath(target.replace(/\?.*/s, '')),
  q: ({ target }) => target.replace(/^[^?]*/, ''),
  H: ({ request }) => `HTTP/${request.httpVersion}`,
  f: ({ reply }) => proxiedTo(reply?.request),
  k: exchange => exchange.keptAlive,
  L: nothing,
  R: ({ reply }) => proxiedTo(reply?.request) === null ? null : 'proxy-server',
  v: exchange => exchange.serverName,
  V: ({ request: { headers }, serverName }) => String(headers[':authority'] ?? headers.host ?? serverName).replace(/:\d*$/, ''),
  p: ({ client }) => client.localPort,
  P: () => process.pid,
  X: ({ response }) => !response.writableFinished ? 'X' : response.shouldKeepAlive === false ? '-' : '+'
}

/** `%{Name}i` and the others with a name in braces; undefined: no such name. */
export const namedFields: Readonly<Record<string, (name: string) => Field | undefined>> = {
  i: name => requestHeader(name.toLowerCase()),
  o: name => ({ response, reply }) => join(reply?.getHeader(name) ?? response.getHeader(name)),
  // The environment of the process is nobody's business.
  e: name => name === 'BALANCER_ATTEMPTS' ? attempts : ({ reply }) => reply === null ? null : variableOf(reply.request, name),
  C: name => ({ request }) => cookie(request.headers.cookie, name),
  n: () => nothing,
  t: timeField,
  T: unit => units[unit],
  a: which => which === 'c' ? fields['a'] : undefined,
  p: which => ports[which],
  P: which => which === 'pid' ? fields['P'] : undefined,
  '^ti': name => ({ request }) => join(request.trailers[name.toLowerCase()])
}

const units: Readonly<Record<string, Field>> = {
  s: exchange => Math.floor(exchange.duration / 1000),
  ms: exchange => Math.floor(exchange.duration),
  us: exchange => Math.round(exchange.duration * 1000)
}

const ports: Readonly<Record<string, Field>> = {
  canonical: ({ client }) => client.localPort,
  local: ({ client }) => client.localPort,
  remote: ({ client }) => client.port
}

function requestHeader (name: string): Field {
  return ({ request }) => join(request.headers[name])
}

function attempts ({ attempts }: Exchange): string | null {
  return attempts.length === 0 ? null : formatAttempts(attempts)
}

/** Where a ProxyPass takes the request, as httpd writes it; null: it is not proxied. */
function proxiedTo (request: FastifyRequest | undefined): string | null {
  const url = request?.server.proxyPassUrl(request) ?? null
  return url === null ? null : `proxy:${url}`
}

/** A variable of the balancer's or of the request's environment; null: it is unset. */
export function variableOf (request: FastifyRequest, name: string): string | null {
  return (isBalancerVariable(name) ? balancerVariable(request, name) : null) ?? request.environment?.get(name) ?? null
}

function join (value: string | string[] | number | undefined): string | null {
  if (value === undefined) return null
  return Array.isArray(value) ? value.join(', ') : String(value)
}

function cookie (header: string | undefined, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return null
}

/** `%xx` decoded into bytes, one in each character, as request lines have them. */
function decodePath (path: string): string {
  return path.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
