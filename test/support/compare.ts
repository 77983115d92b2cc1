/** Compares what a real httpd and ours make of the same requests. */
import type { Test } from 'tap'
import type { Both, Story } from './both.ts'
import { bytesOf } from './client.ts'
import type { HeaderLine } from './message.ts'

interface Difference {
  readonly what: string
  readonly why: string
  /** Takes it out of the comparison. */
  readonly forgive: (lines: readonly HeaderLine[]) => readonly HeaderLine[]
}

/** Where we differ from httpd in headers, on purpose or by the nature of Node.js. */
const differences: readonly Difference[] = [
  {
    what: 'Header names may be spelt in another case.',
    why: 'Case means nothing (RFC 9110 section 5.1), and Node.js has answers in lower case.',
    forgive: lines => lines.map(([name, value]) => [name.toLowerCase(), value])
  },
  {
    what: 'Connection and Keep-Alive stand elsewhere and say something else.',
    why: 'They belong to one connection, and each server keeps its own.',
    forgive: lines => lines.filter(([name]) => name !== 'connection' && name !== 'keep-alive')
  },
  {
    what: 'No Server header where the member sent none.',
    why: 'A balancer need not tell strangers what it is.',
    forgive: lines => lines.filter(([name, value]) => name !== 'server' || !value.startsWith('Apache/'))
  },
  {
    what: 'Date where the member sent none.',
    why: 'Both say now, but seconds pass.',
    forgive: lines => lines.map(([name, value]) => name === 'date' && Date.now() - Date.parse(value) < 60_000 ? [name, 'now'] : [name, value])
  }
]

export interface Request {
  /** `GET /a`. */
  readonly target: string
  readonly headers: readonly string[]
  readonly body: string
}

/** A row of a table: method and target, header lines, and last a body where a header line announces one. */
export function ask (target: string, ...rest: string[]): Request {
  const framed = rest.some(line => /^(content-length: [^0]|transfer-encoding:)/i.test(line))
  return { target, headers: framed ? rest.slice(0, -1) : rest, body: framed ? rest.at(-1) ?? '' : '' }
}

export function repeat (times: number, target: string, ...rest: string[]): Request[] {
  return Array.from({ length: times }, () => ask(target, ...rest))
}

/** Asks both, one request after the other, and compares; gives the members in their order. */
export async function askEach (t: Test, { httpd, ours }: Both, host: string, requests: readonly Request[]): Promise<Array<string | null>> {
  const members = []
  for (const { target, headers, body } of requests) {
    const bytes = bytesOf(target, [`Host: ${host}`, ...headers], body)
    const [expected, given] = [await httpd.ask(bytes), await ours.ask(bytes)]
    t.strictSame(comparable(given), comparable(expected), [target, ...headers].join(' | '))
    members.push(expected.member)
  }
  return members
}

/** Pages that a server makes itself are its own business; the order of an answer's header names means nothing (RFC 9110 section 5.3). */
function comparable ({ member, request, answer }: Story): unknown {
  if (request === null) return { status: answer.status }
  return {
    member,
    request: { ...request, headers: forgive(request.headers) },
    answer: { ...answer, headers: forgive(answer.headers).toSorted(([a], [b]) => a.localeCompare(b)) }
  }
}

function forgive (headers: readonly HeaderLine[]): readonly HeaderLine[] {
  return differences.reduce((lines, difference) => difference.forgive(lines), headers)
}
