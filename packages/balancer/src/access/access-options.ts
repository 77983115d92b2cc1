import { loopback } from './addresses.ts'
import { BadOptionError } from '../errors.ts'
import { isPasswordHash } from './password.ts'
import { readRequirement, requirement } from './requirement.ts'
import type { Requirement } from './requirement.ts'
import { readUsers, secretOf, secretOfHash } from './users.ts'
import type { Flaw, Secret } from './users.ts'

/** Who gets in to a scope of the app, and what they may do there. */
export interface AccessOptions {
  /**
   * From where, by `request.ip`: addresses, subnets (`10.0.0.0/8`, `fe80::/10`), beginnings of IPv4 addresses (`192.168.1`)
   * and `local`. Holds besides a login. Default: `local` where nothing else is said of who gets in, else everywhere.
   */
  readonly requireIp?: readonly string[]
  /** Who may log in, by HTTP basic authentication: a password for each name, or more. */
  readonly users?: Readonly<Record<string, string | UserOptions>>
  /** A file of users as htpasswd writes it, with bcrypt (`-B`), apr1 (`-m`) or SHA (`-s`); read anew when it has changed. */
  readonly htpasswd?: string
  /**
   * What stands behind httpd's `Require`: `valid-user`, `user alice bob`, `ip 10.0.0.0/8`, `local`, `all granted`, `all denied`;
   * of several one is enough. Default: `valid-user` where there are users.
   */
  readonly require?: string | readonly string[]
  /** Most failed logins of one address in a minute, then it has to wait; of one name ten times as many. Default 10. */
  readonly maxFailedLogins?: number
}

/** A user: the password, or what htpasswd makes of it; neither when `htpasswd` names a file that knows it. */
export interface UserOptions {
  readonly password?: string
  /** bcrypt, apr1 or SHA. */
  readonly hash?: string
  /** `read`: may look, and change nothing. Default `change`. */
  readonly role?: 'read' | 'change'
}

/** The options as they are used. */
export interface AccessSettings {
  readonly requirement: Requirement
  /** The users' secrets as they are now; null: nobody can log in. */
  readonly secrets: (() => Promise<ReadonlyMap<string, Secret>>) | null
  /** Who may only look. */
  readonly readers: ReadonlySet<string>
  readonly maxFailedLogins: number
}

const words = 'ip, local, user, valid-user, all granted or all denied'

/**
 * @param tell hears of entries of the file that come to be wrong later: their users cannot log in
 * @throws FST_BALANCER_BAD_OPTION
 */
export function readAccess (options: AccessOptions, tell: (flaw: string) => void): AccessSettings {
  const { users, htpasswd, maxFailedLogins = 10 } = options
  if (!Number.isInteger(maxFailedLogins) || maxFailedLogins < 1) throw new BadOptionError(`maxFailedLogins must be a whole number from 1, not ${JSON.stringify(maxFailedLogins)}`)
  const own = users === undefined ? null : readOwnUsers(users, htpasswd !== undefined)
  const filed = htpasswd === undefined ? null : readFile(htpasswd, tell)
  return {
    requirement: readRequirements(options, own !== null || filed !== null),
    secrets: own === null && filed === null ? null : async () => new Map([...await filed?.() ?? [], ...own?.secrets ?? []]),
    readers: own?.readers ?? new Set(),
    maxFailedLogins
  }
}

function readRequirements ({ requireIp, require }: AccessOptions, hasUsers: boolean): Requirement {
  const required = require === undefined ? [] : [requirement('any', [], readRequire(require, hasUsers))]
  const login = require === undefined && hasUsers ? [requirement('valid-user')] : []
  const from = requireIp === undefined ? [] : [readRequireIp(requireIp)]
  const all = [...from, ...required, ...login]
  return all.length === 0 ? requirement('local', loopback) : requirement('all', [], all)
}

function readRequireIp (addresses: readonly string[]): Requirement {
  if (!Array.isArray(addresses) || addresses.length === 0) throw new BadOptionError('requireIp must be a list of at least one address')
  return requirement('any', [], addresses.map(address => {
    const read = address === 'local' ? requirement('ip', loopback) : readRequirement(`ip ${address}`)
    if (read === undefined || read.words.length !== 1 + Number(address === 'local')) {
      throw new BadOptionError(`requireIp must list addresses, subnets, beginnings of IPv4 addresses or "local", not ${JSON.stringify(address)}`)
    }
    return read
  }))
}

function readRequire (require: string | readonly string[], hasUsers: boolean): readonly Requirement[] {
  const lines: readonly unknown[] = typeof require === 'string' ? [require] : require
  if (!Array.isArray(lines) || lines.length === 0) throw new BadOptionError(`require must be ${words}, or a list of them`)
  return lines.map(line => {
    const read = typeof line === 'string' ? readRequirement(line) : undefined
    if (read === undefined) throw new BadOptionError(`require must be ${words}, not ${JSON.stringify(line)}`)
    if (!hasUsers && (read.type === 'user' || read.type === 'valid-user')) throw new BadOptionError(`require ${read.type} needs users or htpasswd`)
    return read
  })
}

function readOwnUsers (users: Readonly<Record<string, string | UserOptions>>, hasFile: boolean): { secrets: ReadonlyMap<string, Secret>, readers: ReadonlySet<string> } {
  const entries = Object.entries(users ?? {})
  if (entries.length === 0) throw new BadOptionError('users must name at least one user')
  const secrets = new Map<string, Secret>()
  const readers = new Set<string>()
  for (const [name, given] of entries) {
    // RFC 7617, section 2: a user-id ends at the first colon.
    if (name === '' || name.includes(':')) throw new BadOptionError(`users must have names without ":", not ${JSON.stringify(name)}`)
    const { password, hash, role = 'change' }: UserOptions = typeof given === 'string' ? { password: given } : given ?? {}
    if (role !== 'read' && role !== 'change') throw new BadOptionError(`users must have the role "read" or "change", not ${JSON.stringify(role)} for ${name}`)
    if (role === 'read') readers.add(name)
    if (password === undefined && hash === undefined && hasFile) continue
    secrets.set(name, readSecret(name, password, hash))
  }
  return { secrets, readers }
}

function readSecret (name: string, password: string | undefined, hash: string | undefined): Secret {
  if (hash === undefined) {
    if (typeof password !== 'string' || password === '') throw new BadOptionError(`users must have a password for ${name}`)
    return secretOf(password)
  }
  if (password !== undefined) throw new BadOptionError(`users must have either a password or a hash for ${name}`)
  if (typeof hash !== 'string' || !isPasswordHash(hash)) throw new BadOptionError(`users must have a hash of bcrypt (htpasswd -B), apr1 (-m) or SHA (-s) for ${name}`)
  return secretOfHash(hash)
}

function readFile (path: string, tellLater: (flaw: string) => void): () => Promise<ReadonlyMap<string, Secret>> {
  let tell = (flaw: string): void => { throw new BadOptionError(`htpasswd: ${flaw}`) }
  try {
    const read = readUsers(path, ({ line, reason }: Flaw) => { tell(`${path}:${line}: ${reason}`) })
    tell = tellLater
    return read
  } catch (error) {
    throw error instanceof BadOptionError ? error : new BadOptionError(`htpasswd: ${(error as Error).message}`)
  }
}
