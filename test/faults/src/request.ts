/** Sends one request and tells how it ended. */
import { request as send } from 'node:http'
import type { Agent } from 'node:http'

/** What is sent: with or without session, to be repeated or not. */
export interface Kind {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly key: boolean
  readonly sticky: boolean
  readonly idempotent: boolean
}

export interface Outcome {
  readonly idempotent: boolean
  /** When it began and when its answer was complete, in epoch milliseconds. */
  readonly at: number
  readonly doneAt: number
  /** 0: the connection broke, or nothing came for ten seconds. */
  readonly status: number
  /** The name of who answered; empty: no member did. */
  readonly member: string
  readonly cookie: string
}

const body = 'x'.repeat(2_000)

export function ask (port: number, agent: Agent, { method, key, idempotent }: Kind, cookie: string): Promise<Outcome> {
  const at = Date.now()
  const headers: Record<string, string> = { host: 'localhost' }
  if (cookie !== '') headers.cookie = cookie
  if (key) headers['idempotency-key'] = `"${at}"`
  if (method !== 'GET') headers['content-length'] = String(body.length)
  return new Promise(resolve => {
    const end = (status: number, member = '', setCookie = cookie): void => {
      resolve({ idempotent, at, doneAt: Date.now(), status, member, cookie: setCookie })
    }
    const request = send({ port, host: '127.0.0.1', agent, method, path: '/', headers, signal: AbortSignal.timeout(10_000) }, response => {
      const { 'x-member': member, 'set-cookie': [set] = [] } = response.headers
      response.resume().on('close', () => end(response.complete ? response.statusCode! : 0, String(member ?? ''), set?.split(';')[0]))
    })
    request.on('error', () => end(0))
    request.end(method === 'GET' ? '' : body)
  })
}
