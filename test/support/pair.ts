/** Tells one story to a real httpd and to ours, each with backends of its own that can die, and compares how it ends. */
import { join } from 'node:path'
import type { Test } from 'tap'
import { startBackend } from './backend.ts'
import type { Answering, Backend } from './backend.ts'
import { bytesOf, exchange } from './client.ts'
import { eventually } from './eventually.ts'
import { startHttpd } from './httpd.ts'
import { postForm, readBalancer } from './manager-page.ts'
import { startOurs } from './ours.ts'
import { freePort } from './ports.ts'
import type { Front } from './site.ts'

/** A front server with its backends. */
export interface Side {
  readonly front: Front
  /** By the name of the variable that leads to it. */
  readonly backends: Readonly<Record<string, Backend>>
  /** Sends one request. */
  ask (target: string, lines?: readonly string[], body?: string): Promise<Asked>
  /** Who answered as many requests, the status where nobody did: `A B 503`. */
  picks (times: number, target: string, ...lines: string[]): Promise<string>
  /** What the manager shows of each member: `A 1 -100, B 0 100`. */
  figures (balancer: string, ...columns: string[]): Promise<string>
  /** Changes a balancer, or a member of it, through the manager. */
  set (balancer: string, member: string | null, fields: Readonly<Record<string, string>>): Promise<void>
}

export interface Asked {
  readonly status: number
  /** Who answered, null: the front itself. */
  readonly member: string | null
  readonly cookies: readonly string[]
  readonly headers: readonly string[]
  readonly body: string
  /** The BALANCER_* variables that are set: `route=b changed=1`. */
  variables (): Promise<string>
}

export type Story<T> = (side: Side) => Promise<T>

export interface Pair {
  /** Both end the story as expected. */
  same <T>(t: Test, story: Story<T>, expected: T): Promise<void>
  /** Each ends the story its own way. */
  differ <T>(t: Test, story: Story<T>, expected: { readonly httpd: T, readonly ours: T }): Promise<void>
}

/**
 * @param fixtures names of files in test/fixtures/parity
 * @param names of the backends, to which `${NAME}` leads; beside them `${DEAD1}` to `${DEAD4}` lead where nobody listens
 */
export async function startPair (t: Test, fixtures: readonly string[], names: readonly string[], answer: Answering = () => ({})): Promise<Pair> {
  const files = fixtures.map(name => join(import.meta.dirname, '../fixtures/parity', `${name}.conf`))
  const start = (front: typeof startHttpd): Promise<Side> => startSide(t, front, files, names, answer)
  const [httpd, ours] = await Promise.all([start(startHttpd), start(startOurs)])
  return {
    async same (t, story, expected) {
      const [theirs, given] = await Promise.all([story(httpd), story(ours)])
      t.strictSame(theirs, expected, 'httpd')
      t.strictSame(given, expected, 'ours')
    },
    async differ (t, story, expected) {
      const [theirs, given] = await Promise.all([story(httpd), story(ours)])
      t.strictSame(theirs, expected.httpd, 'httpd')
      t.strictSame(given, expected.ours, 'ours')
    }
  }
}

async function startSide (t: Test, start: typeof startHttpd, files: readonly string[], names: readonly string[], answer: Answering): Promise<Side> {
  const started = await Promise.all(names.map(name => startBackend(t, name)))
  for (const backend of started) backend.answer = answer
  const backends = Object.fromEntries(started.map(backend => [backend.name, backend]))
  const ports = Object.fromEntries(started.map(({ name, port }) => [name, port]))
  for (const dead of ['DEAD1', 'DEAD2', 'DEAD3', 'DEAD4']) ports[dead] = await freePort()
  const urls = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `http://127.0.0.1:${port}`]))
  const front = await start(t, { files, hosts: {}, variables: urls })

  const nameOf = (url: string): string => Object.keys(urls).find(name => urls[name] === url) ?? url
  let asked = 0
  const ask: Side['ask'] = async (target, lines = [], body = '') => {
    const id = String(++asked)
    const framed = body === '' || lines.some(line => /^transfer-encoding:/i.test(line)) ? [] : [`Content-Length: ${body.length}`]
    const answer = await exchange(front.port, bytesOf(target, ['Host: localhost', `X-Ask: ${id}`, ...framed, ...lines], body))
    return {
      status: answer.status,
      member: answer.all('x-backend')[0] ?? null,
      cookies: answer.all('set-cookie'),
      headers: answer.headers.map(([name]) => name.toLowerCase()),
      body: answer.body.toString(),
      variables: async () => (await logged(front, id)).map(([name, value]) => `${name}=${nameOf(value)}`).join(' ')
    }
  }
  return {
    front,
    backends,
    ask,
    async picks (times, target, ...lines) {
      const picks = []
      for (let i = 0; i < times; i++) {
        const { member, status } = await ask(`GET ${target}`, lines)
        picks.push(member ?? status)
      }
      return picks.join(' ')
    },
    async figures (balancer, ...columns) {
      const { members } = await readBalancer(front.port, balancer)
      return members.map(row => [nameOf(row['Worker URL'] ?? ''), ...columns.map(column => row[column])].join(' ')).join(', ')
    },
    async set (balancer, member, fields) {
      const { nonce } = await readBalancer(front.port, balancer)
      const w = member === null ? {} : { w: urls[member] ?? '' }
      await postForm(front.port, { b: balancer, ...w, nonce, ...fields })
    }
  }
}

/** The variables of a request from the access log, whose format is that of test/fixtures/parity; it is written a moment later. */
async function logged (front: Front, id: string): Promise<Array<[name: string, value: string]>> {
  let line: string | undefined
  await eventually(async () => {
    line = (await front.accessLog()).find(each => each.startsWith(`${id}|`))
    return line !== undefined
  })
  const pairs = line!.split('|').slice(1).map((text): [string, string] => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)])
  return pairs.filter(([, value]) => value !== '-')
}
