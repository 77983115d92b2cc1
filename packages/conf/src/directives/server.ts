/** Addresses, names, times and files of a server. */
import { resolve } from 'node:path'
import { readListen } from '../address.ts'
import { servers, used } from '../directive.ts'
import type { Directive, Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'
import { readCount, readOnOff, readTime } from '../values.ts'

export const server: Rules = {
  Listen: used(['server'], [1, 2], listen),
  ServerName: used(servers, [1, 1], ([word = ''], { server }) => { server.serverName = bareName(word) }),
  ServerAlias: used(['virtualhost'], [1, Infinity], (words, { server }) => { server.serverAlias.push(...words) }),
  Timeout: used(servers, [1, 1], ([word = ''], { server }) => { server.timeout = readTime(word) }),
  KeepAlive: used(['server'], [1, 1], ([word = ''], { draft }) => { draft.keepAlive = readOnOff(word) }),
  KeepAliveTimeout: used(['server'], [1, 1], ([word = ''], { draft }) => { draft.keepAliveTimeout = readTime(word) }),
  MaxKeepAliveRequests: used(['server'], [1, 1], ([word = ''], { draft }) => { draft.maxKeepAliveRequests = readCount(word, Infinity) }),
  TraceEnable: used(servers, [1, 1], ([word = ''], { server }) => { server.traceEnable = readTraceEnable(word) }),
  AllowEncodedSlashes: used(servers, [1, 1], ([word = ''], { server }) => { server.allowEncodedSlashes = readEncodedSlashes(word) }),
  PidFile: used(['server'], [1, 1], ([path = ''], { draft }) => { draft.pidFile = resolve(draft.serverRoot, path) })
}

/** `[address:]port [protocol]`. */
function listen ([word = '', name]: readonly string[], { draft }: Scope, { entry }: Directive): void {
  const protocol = name?.toLowerCase() ?? null
  if (protocol !== null && protocol !== 'http' && protocol !== 'https') refuse(`protocol ${name} is not supported`)
  const { host, port } = readListen(word)
  if (draft.listen.some(other => other.host === host && other.port === port)) refuse(`${word} is listened to already`)
  draft.listen.push({ host, port, protocol, entry })
}

/** RFC 9110 §9.3.8: TRACE has no body. */
function readTraceEnable (word: string): boolean {
  if (word.toLowerCase() === 'extended') refuse('extended is not supported: TRACE has no body')
  return readOnOff(word)
}

function readEncodedSlashes (word: string): boolean | 'nodecode' {
  return word.toLowerCase() === 'nodecode' ? 'nodecode' : readOnOff(word)
}

/** Requests are told apart by the host alone in `[scheme://]host[:port]`. */
function bareName (word: string): string {
  const [, name] = /^(?:https?:\/\/)?([^\s:/]+)(?::\d+)?$/i.exec(word) ?? refuse(`is no server name: "${word}"`)
  return name!
}
