/** A hostile or odd request and what must become of it. One character is one byte. */

export interface RequestCase {
  readonly name: string
  readonly bytes: string
  /** The answers to it, in order. */
  readonly statuses: readonly number[]
  /** Byte for byte what the member gets. */
  readonly seen: readonly string[]
  /** Whether the connection takes another request. */
  readonly open: boolean
  /** Nothing is sent in the same packet behind it. */
  readonly alone: boolean
  /** The status that the command answers, if not the same: Fastify and Node differ in what they say of a few faults. */
  readonly byCommand: number | null
}

/** Answered with the status, and the connection is closed; no member hears of it. */
export function refused (name: string, bytes: string, status = 400, byCommand: number | null = null): RequestCase {
  return { name, bytes, statuses: [status], seen: [], open: false, alone: false, byCommand }
}

/** Answered with the status by us: where the request ends is certain, so the connection goes on. */
export function declined (name: string, bytes: string, status: number): RequestCase {
  return { ...refused(name, bytes, status), open: true }
}

/** Node closes the connection without an answer, the command gives one; no member hears of it. */
export function dropped (name: string, bytes: string, byCommand: number): RequestCase {
  return { ...refused(name, bytes, 400, byCommand), statuses: [] }
}

/** The member gets exactly these, and the connection goes on. */
export function forwarded (name: string, bytes: string, ...seen: readonly string[]): RequestCase {
  return { ...refused(name, bytes), statuses: seen.map(() => 200), seen, open: true }
}

/** As `forwarded`, and then the connection is closed. */
export function forwardedLast (name: string, bytes: string, ...seen: readonly string[]): RequestCase {
  return { ...forwarded(name, bytes, ...seen), open: false }
}

/** Node answers or reads this itself, and what stands behind it in the same packet is lost or forwarded for nobody. */
export function alone (each: RequestCase): RequestCase {
  return { ...each, alone: true }
}

/** A good GET with these header lines. */
export function get (target: string, ...lines: readonly string[]): string {
  return message(`GET ${target} HTTP/1.1`, ['Host: a.example', ...lines], '')
}

/** A POST with these header lines and this after the head. */
export function post (lines: readonly string[], body = ''): string {
  return message('POST /x HTTP/1.1', ['Host: a.example', ...lines], body)
}

export function message (startLine: string, lines: readonly string[], body = ''): string {
  return [startLine, ...lines, '', body].join('\r\n')
}

export interface Reach {
  /** The client's own lines. */
  readonly lines?: readonly string[]
  readonly framing?: string
  readonly body?: string
  /** X-Forwarded-Host; null: the client named none. */
  readonly host?: string | null
}

/** What a member gets of a request. */
export function reaches (methodAndTarget: string, { lines = [], framing, body = '', host = 'a.example' }: Reach = {}): string {
  return message(`${methodAndTarget} HTTP/1.1`, [
    'Host: member.local',
    ...lines,
    'X-Forwarded-For: 127.0.0.1',
    ...(host === null ? [] : [`X-Forwarded-Host: ${host}`]),
    'X-Forwarded-Server: front.example',
    ...(framing === undefined ? [] : [framing]),
    'Connection: Keep-Alive'
  ], body)
}

/** The good request that follows each case on its connection. */
export const after = get('/after')
