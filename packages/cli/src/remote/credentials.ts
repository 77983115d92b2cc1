/** Finds out as whom a manager is asked. No password is ever on a command line, where all users of a machine see it. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Io } from '../io.ts'
import { Refusal } from '../refusal.ts'

/**
 * The Authorization field for a host: the user that is named, or the one that netrc has for the host, with the password of
 * FASTIFY_BALANCER_PASSWORD or of netrc.
 * @param user null: nobody is named
 * @returns null: it is asked without
 * @throws Refusal when there is no password for the user that is named
 */
export function authorization (host: string, user: string | null, env: Io['env']): string | null {
  const entry = readNetrc(env).find(({ machine, login }) => machine === host && (user === null || login === user))
  const name = user ?? entry?.login
  if (name === undefined) return null
  const password = env.FASTIFY_BALANCER_PASSWORD ?? entry?.password
  if (password === undefined) throw new Refusal(`--user ${name}: the password is to be in FASTIFY_BALANCER_PASSWORD, or for ${host} in ~/.netrc`)
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
}

interface Entry {
  readonly machine: string
  readonly login: string
  readonly password: string
}

/** `machine HOST login NAME password SECRET`, over any lines, as curl reads it. */
function readNetrc ({ NETRC, HOME = homedir() }: Io['env']): Entry[] {
  let text: string
  try {
    text = readFileSync(NETRC ?? join(HOME, '.netrc'), 'utf8')
  } catch {
    return []
  }
  return [...text.matchAll(/(?<!\S)machine\s+(\S+)\s+login\s+(\S+)\s+password\s+(\S+)/g)]
    .map(([, machine, login, password]) => ({ machine: machine!, login: login!, password: password! }))
}
