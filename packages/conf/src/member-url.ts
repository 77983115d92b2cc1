/** Reads the URL of a member as httpd.conf has it. */
import { resolve } from 'node:path'
import { readMemberUrl } from '@fastify-balancer/core'
import { refuse } from './errors.ts'

/** Other schemes of httpd: those of HTTP come some day. */
const later: ReadonlySet<string> = new Set(['h2', 'h2c'])

/** `http://host$1` too: the group begins with the slash then. */
const groupsInPath = /^(?:http|ws)s?:\/\/[^/$]+(?:\/.*|\$\d(?:[/$].*)?)?$/i

/**
 * @param text that of `ProxyPassMatch` may hold `$1` to `$9`
 * @param runtimeDir where relative socket paths begin
 * @returns the URL; of sockets with an absolute path and a host
 */
export function readUrl (text: string, whose: string, runtimeDir: string): string {
  const [, socket, http = text] = /^unix:([^|]+)\|(.*)$/s.exec(text) ?? []
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(http)?.[1]!.toLowerCase() ?? ''
  if (later.has(scheme)) refuse(`${whose}: ${scheme} is not supported yet`)
  if (!/^(?:(?:http|ws)s?|)$/.test(scheme)) refuse(`${whose}: members speak http, https, ws or wss, not ${scheme}`)
  const url = socket === undefined ? text : `unix:${resolve(runtimeDir, socket)}|${http.replace(/^((?:http|ws)s?):(?:\/\/)?$/i, '$1://localhost')}`
  if (http.includes('$') && !groupsInPath.test(http)) refuse(`${whose}: $1 to $9 may stand in the path only: "${text}"`)
  readMemberUrl(url.replace(/\$\d/g, '0'), whose)
  return url
}
