/** What tells a member for whom the request is: X-Forwarded-* and Forwarded. */
import type { FastifyRequest } from 'fastify'
import { appendField, setField } from './fields.ts'

export type ForwardedHeader = 'X-Forwarded-For' | 'X-Forwarded-Host' | 'X-Forwarded-Server' | 'X-Forwarded-Proto' | 'Forwarded'

/** Adds to a flat list of names and values; `asked` is the Host that the client sent. */
export type AddForwarded = (headers: string[], request: FastifyRequest, asked: string | undefined) => void

type Create = (serverName: string | undefined) => AddForwarded

const additions: Readonly<Record<ForwardedHeader, Create>> = {
  'X-Forwarded-For': () => (headers, { raw }) => appendField(headers, 'X-Forwarded-For', addressOf(raw.socket.remoteAddress), ', '),
  'X-Forwarded-Host': () => (headers, _request, asked) => appendField(headers, 'X-Forwarded-Host', asked, ', '),
  'X-Forwarded-Server': serverName => serverName === undefined
    ? (headers, _request, asked) => appendField(headers, 'X-Forwarded-Server', withoutPort(asked), ', ')
    : headers => appendField(headers, 'X-Forwarded-Server', serverName, ', '),
  // No list: nobody could tell which of them to believe. Fastify's trustProxy says whether the client's word counts.
  'X-Forwarded-Proto': () => (headers, { protocol }) => setField(headers, 'X-Forwarded-Proto', protocol),
  Forwarded: () => (headers, request, asked) => appendField(headers, 'Forwarded', forwardedElement(request, asked), ', ')
}

/** What httpd adds. */
export const httpdForwarded: readonly ForwardedHeader[] = ['X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Server']

export const forwardedHeaders: readonly string[] = Object.keys(additions)

/** The functions that add these fields, in the order of the names. */
export function createForwarded (names: readonly ForwardedHeader[], serverName: string | undefined): readonly AddForwarded[] {
  return names.map(name => additions[name](serverName))
}

/** Whether a field, its name in lower case, is one by which clients say for whom they ask. */
export function isForwarded (name: string): boolean {
  return name === 'forwarded' || name.startsWith('x-forwarded-')
}

function withoutPort (host: string | undefined): string | undefined {
  return host?.includes(':') === true ? host.replace(/:\d+$/, '') : host
}

/** IPv4 addresses come as IPv6 over a socket that is for both. */
function addressOf (address: string | undefined): string | undefined {
  return address?.startsWith('::ffff:') === true ? address.slice('::ffff:'.length) : address
}

/** RFC 7239 §4, §6: an IPv6 address in brackets and quotes, `unknown` where there is no address. */
function forwardedElement ({ raw, protocol }: FastifyRequest, asked: string | undefined): string {
  const address = addressOf(raw.socket.remoteAddress) ?? 'unknown'
  const node = address.includes(':') ? `"[${address}]"` : address
  return `for=${node}${asked === undefined ? '' : `;host=${quoted(asked)}`};proto=${protocol}`
}

/** A token as it is, anything else as a quoted text (RFC 9110 §5.6.4). */
function quoted (text: string): string {
  return /^[\w!#$%&'*+\-.^`|~]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`
}
