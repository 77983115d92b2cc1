/** Gives requests their variables (`SetEnvIf`, `SetEnv`). */
import type { SetEnvIfRule, Variable } from '@fastify-balancer/conf'
import type { FastifyRequest } from 'fastify'
import { plainAddress } from './address.ts'

type Attribute = (request: FastifyRequest, path: string) => string | undefined

/** By name in lower case; other names are those of headers, then of variables. */
const attributes: Readonly<Record<string, Attribute>> = {
  remote_addr: remoteAddress,
  // Names are not looked up.
  remote_host: remoteAddress,
  server_addr: ({ raw }) => plainAddress(raw.socket.localAddress ?? ''),
  request_method: ({ method }) => method,
  request_protocol: ({ raw }) => `HTTP/${raw.httpVersion}`,
  request_uri: (_request, path) => path
}

function remoteAddress ({ ip }: FastifyRequest): string {
  return plainAddress(ip)
}

/** @param path what `Request_URI` is */
export function setEnvIf (request: FastifyRequest, path: string, rules: readonly SetEnvIfRule[]): void {
  for (const { attribute, pattern, sets } of rules) {
    const found = pattern.exec(valueOf(request, path, attribute))
    if (found === null) continue
    for (const { name, value } of sets) {
      setVariable(request, { name, value: value === null ? null : value.replace(/\$(\d)/g, (_, n: string) => found[Number(n)] ?? '') })
    }
  }
}

export function setVariable (request: FastifyRequest, { name, value }: Variable): void {
  if (value === null) request.environment?.delete(name)
  else if (request.environment === null) request.environment = new Map([[name, value]])
  else request.environment.set(name, value)
}

function valueOf (request: FastifyRequest, path: string, name: string): string {
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined
  if (attribute !== undefined) return attribute(request, path) ?? ''
  const header = request.raw.headers[name]
  if (header !== undefined) return String(header)
  for (const [variable, value] of request.environment ?? []) if (variable.toLowerCase() === name) return value
  return ''
}
