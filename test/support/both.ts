/** Asks a real httpd and ours the same, byte for byte, and gives both stories back. */
import type { Test } from 'tap'
import { startBackend } from './backend.ts'
import type { Backend, BackendAnswer } from './backend.ts'
import { exchange } from './client.ts'
import { startHttpd } from './httpd.ts'
import { values } from './message.ts'
import type { HeaderLine, Message } from './message.ts'
import { startOurs } from './ours.ts'
import type { Front, Site } from './site.ts'

/** One request from end to end. */
export interface Story {
  /** The host of the member that answered; null: no member was asked. */
  readonly member: string | null
  /** What reached the member. */
  readonly request: { readonly line: string, readonly headers: readonly HeaderLine[], readonly body: string } | null
  /** What reached the client. */
  readonly answer: { readonly status: number, readonly headers: readonly HeaderLine[], readonly body: string }
}

export interface Both {
  readonly httpd: Side
  readonly ours: Side
}

export interface Side {
  readonly front: Front
  /** Sends raw bytes and tells what happened. */
  ask (bytes: string): Promise<Story>
}

/** Each server gets backends of its own, one for each host. */
export async function startBoth (t: Test, files: readonly string[], hosts: readonly string[], variables: Site['variables'] = {}): Promise<Both> {
  const [httpd, ours] = await Promise.all([startHttpd, startOurs].map(start => startSide(t, start, files, hosts, variables)))
  return { httpd: httpd as Side, ours: ours as Side }
}

async function startSide (t: Test, start: (t: Test, site: Site) => Promise<Front>, files: readonly string[], hosts: readonly string[], variables: NonNullable<Site['variables']>): Promise<Side> {
  const backends = await Promise.all(hosts.map(host => startBackend(t, host)))
  for (const backend of backends) backend.answer = asTold
  const front = await start(t, { files, hosts: Object.fromEntries(backends.map(({ name, port }) => [name, port])), variables })
  return { front, ask: bytes => tell(front, backends, bytes) }
}

/**
 * The client decides what the backend answers: `X-Answer-Location: /b` makes it send `Location: /b`. A number keeps two
 * lines apart where the answer is to have two of one name: `X-Answer-1-Set-Cookie`.
 */
function asTold (request: Message): BackendAnswer {
  const headers = request.headers.flatMap(([name, value]): HeaderLine[] => {
    const told = /^X-Answer-(?:\d-)?(.+)$/i.exec(name)?.[1]
    return told === undefined ? [] : [[told, value]]
  })
  return { headers, status: Number(values(request, 'X-Status')[0] ?? 200) }
}

async function tell (front: Front, backends: readonly Backend[], bytes: string): Promise<Story> {
  for (const backend of backends) backend.requests = []
  const answer = await exchange(front.port, bytes)
  const asked = backends.find(({ requests }) => requests.length > 0)
  return {
    member: asked?.name ?? null,
    request: asked === undefined ? null : storyOf(asked),
    answer: { status: answer.status, headers: answer.headers, body: answer.body.toString() }
  }
}

/** A request that came through ProxyRemote names its member in the request line. */
function storyOf ({ name, requests: [request] }: Backend): Story['request'] {
  if (request === undefined) return null
  const line = request.startLine.replace(` http://${name}/`, ' /')
  return { line, headers: request.headers, body: request.body.toString() }
}
