/** What a heartbeat says, as mod_heartbeat writes it: `v=1&ready=75&busy=0`. */
import type { Heartbeat } from '@fastify-balancer/core'

export type Message = Omit<Heartbeat, 'address'>

/** Bytes of a message that are looked at; httpd reads no more. */
export const longestMessage = 1_000

const mostRequests = 0x7fff_ffff

/** `port` is ours; httpd takes it down and does not use it. */
export function formatMessage ({ ready, busy, port }: Message): string {
  return `v=1&ready=${ready}&busy=${busy}${port === null ? '' : `&port=${port}`}`
}

/** @returns null when one of the fields is missing; what is no number counts as 0, as in httpd */
export function readMessage (bytes: Uint8Array, required: readonly string[]): Message | null {
  const fields = readFields(Buffer.from(bytes.subarray(0, longestMessage)).toString('latin1'))
  return required.every(name => fields.has(name)) ? messageOf(fields) : null
}

export function messageOf (fields: ReadonlyMap<string, string>): Message {
  const port = readNumber(fields.get('port'))
  return { ready: readNumber(fields.get('ready')), busy: readNumber(fields.get('busy')), port: port >= 1 && port <= 65_535 ? port : null }
}

/** `name=value&…`, as in a query, the names in any case; a name alone has the value 1, and of several the last counts. */
export function readFields (text: string): ReadonlyMap<string, string> {
  return new Map(text.split('&').map(word => {
    const [, name = '', value = '1'] = /^([^=]*)(?:=(.*))?$/s.exec(word)!
    return [decode(name).toLowerCase(), decode(value)]
  }))
}

export function readNumber (text: string = ''): number {
  return /^\s*\+?\d+$/.test(text) ? Math.min(Number(text), mostRequests) : 0
}

function decode (text: string): string {
  return text.replaceAll('+', ' ').replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}
