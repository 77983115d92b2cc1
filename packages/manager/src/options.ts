import type { BlockList } from 'node:net'
import { readAddresses } from './addresses.ts'
import { BadOptionError } from './errors.ts'

/** What may be given when the manager is registered. */
export interface ManagerOptions {
  /** Where the page is, behind the prefix of the app it is registered in. Default `/balancer-manager`. */
  readonly path?: string
  /**
   * Who gets in, by `request.ip`: addresses, subnets (`10.0.0.0/8`, `fe80::/10`), beginnings of IPv4 addresses
   * (`192.168.1`) and `local`. Default: everybody when `users` is given, else `local`.
   */
  readonly requireIp?: readonly string[]
  /** Who gets in, by HTTP basic authentication: names and their passwords. Together with `requireIp` both must hold. */
  readonly users?: Readonly<Record<string, string>>
  /** The name in the page's heading. Default: that of the request's Host header. */
  readonly serverName?: string
}

/** The options as they are used. */
export interface Settings {
  readonly path: string
  /** null: every address gets in. */
  readonly addresses: BlockList | null
  /** null: no login. */
  readonly users: ReadonlyMap<string, string> | null
  /** null: as the Host header says. */
  readonly serverName: string | null
}

/** @throws FST_BALANCER_MANAGER_BAD_OPTION */
export function readOptions (options: ManagerOptions): Settings {
  const { path = '/balancer-manager', requireIp, users, serverName = null } = options
  if (typeof path !== 'string' || !/^\/[^\s:*?#]*$/.test(path)) {
    throw new BadOptionError(`path must begin with / and hold no blanks, parameters, query or fragment, not ${JSON.stringify(path)}`)
  }
  if (requireIp !== undefined && (!Array.isArray(requireIp) || requireIp.length === 0)) {
    throw new BadOptionError('requireIp must be a list of at least one address')
  }
  if (serverName !== null && (typeof serverName !== 'string' || serverName === '')) {
    throw new BadOptionError(`serverName must be a name, not ${JSON.stringify(serverName)}`)
  }
  return {
    path,
    addresses: requireIp !== undefined ? readAddresses(requireIp) : users !== undefined ? null : readAddresses(['local']),
    users: users === undefined ? null : readUsers(users),
    serverName
  }
}

function readUsers (users: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const entries = Object.entries(users ?? {})
  if (entries.length === 0) throw new BadOptionError('users must name at least one user')
  for (const [name, password] of entries) {
    // RFC 7617, section 2: a user-id ends at the first colon.
    if (name === '' || name.includes(':')) throw new BadOptionError(`users must have names without ":", not ${JSON.stringify(name)}`)
    if (typeof password !== 'string' || password === '') throw new BadOptionError(`users must have a password for ${name}`)
  }
  return new Map(entries)
}
