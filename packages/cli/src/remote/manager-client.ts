/** Asks a manager's JSON API. */
import { request as requestHttp } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { text } from 'node:stream/consumers'
import type { RemoteArguments } from '../arguments.ts'
import type { Io } from '../io.ts'
import { Refusal } from '../refusal.ts'
import { authorization } from './credentials.ts'

/** A member as far as the commands look at it. Times are milliseconds. */
export interface RemoteMember {
  readonly url: string
  readonly name: string
  readonly route: string
  readonly loadfactor: number
  readonly lbset: number
  readonly status: string
  readonly state: { readonly word: string, readonly cause: string }
  readonly elected: number
  readonly busy: number
  readonly sessions: number
  readonly rate: number
  readonly share: { readonly actual: number | null }
  readonly drain: { readonly sessionsAtStart: number, readonly sessionsLeft: number, readonly emptyAt: number | null, readonly latest: number | null } | null
}

export interface RemoteBalancer {
  readonly name: string
  readonly lbmethod: string
  readonly stickysession: string | null
  readonly maxMembers: number
  readonly used: number
  readonly members: readonly RemoteMember[]
}

/** @returns the answer; throws Refusal where there is none, or not the one that was hoped for */
export type Ask = <Answer>(method: string, path: string, body?: object) => Promise<Answer>

/**
 * @param silence how long the manager may be silent, in milliseconds
 * @throws Refusal when it is not known as whom to ask
 */
export function createClient ({ url, user, insecure }: RemoteArguments, { env }: Pick<Io, 'env'>, silence: number = 30_000): Ask {
  const credentials = authorization(url.hostname, user, env)
  const request = url.protocol === 'https:' ? requestHttps : requestHttp

  return async function ask<Answer> (method: string, path: string, body?: object): Promise<Answer> {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const call = request(`${url.href.replace(/\/$/, '')}/api${path}`, {
        method,
        rejectUnauthorized: !insecure,
        agent: false,
        timeout: silence,
        headers: {
          ...(credentials === null ? {} : { authorization: credentials }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' })
        }
      }, resolve)
      call.on('timeout', () => call.destroy(new Error('no answer')))
      call.on('error', ({ code, message }: NodeJS.ErrnoException) => {
        reject(new Refusal(`${url.href}: cannot be reached: ${code ?? message}`))
      })
      call.end(body === undefined ? undefined : JSON.stringify(body))
    })
    const given = readJson(await text(answer))
    if (answer.statusCode! < 300 && given !== null) return given as Answer
    throw new Refusal(`${url.href}: ${reasonOf(answer.statusCode!, given as { message?: string } | null)}`)
  }
}

function readJson (text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function reasonOf (status: number, given: { readonly message?: string } | null): string {
  if (status === 401) return 'not let in (401): say --user NAME, with the right password in FASTIFY_BALANCER_PASSWORD or ~/.netrc'
  if (given?.message !== undefined) return `${given.message} (${status})`
  return status < 300 || status === 404 ? `there is no manager with an API (${status})` : `answers ${status}`
}
