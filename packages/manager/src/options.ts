import type { AccessOptions } from '@fastify-balancer/balancer'
import { BadOptionError } from './errors.ts'

/** What may be given when the manager is registered, beside who gets in. */
export interface ManagerOptions extends AccessOptions {
  /** Where the page is, behind the prefix of the app it is registered in. Default `/balancer-manager`. */
  readonly path?: string
  /** The name in the page's heading. Default: that of the request's Host header. */
  readonly serverName?: string
  /**
   * Takes changes of balancers with `nonce=None` without a nonce, as httpd's manual says; a login or an address, and the
   * Referer, are all that stand in the way of others then. Default off: such balancers are not changed here, as in httpd.
   */
  readonly uncheckedNonce?: boolean
  /**
   * As httpd since 2.4.41, takes changes only with a Referer (or Origin) of the same host. `false`: programs that send neither
   * need the nonce alone, such as older versions of Ansible's apache2_mod_proxy; browsers always send one. Default true.
   */
  readonly requireReferer?: boolean
  /**
   * A file that keeps what operators change, so that it is done again after a restart; its directory must exist. What the
   * configuration says anew, since an operator said something else, holds then. Default: a restart forgets changes.
   */
  readonly persist?: string
}

/** The options as they are used. */
export interface Settings {
  readonly path: string
  /** null: as the Host header says. */
  readonly serverName: string | null
  readonly uncheckedNonce: boolean
  readonly requireReferer: boolean
  /** null: changes are not kept. */
  readonly persist: string | null
  readonly access: AccessOptions
}

/** @throws FST_BALANCER_MANAGER_BAD_OPTION */
export function readOptions (options: ManagerOptions): Settings {
  const { path = '/balancer-manager', serverName = null, uncheckedNonce = false, requireReferer = true, persist = null, ...access } = options
  if (typeof path !== 'string' || !/^\/[^\s:*?#]*$/.test(path)) {
    throw new BadOptionError(`path must begin with / and hold no blanks, parameters, query or fragment, not ${JSON.stringify(path)}`)
  }
  if (serverName !== null && (typeof serverName !== 'string' || serverName === '')) {
    throw new BadOptionError(`serverName must be a name, not ${JSON.stringify(serverName)}`)
  }
  if (persist !== null && (typeof persist !== 'string' || persist === '')) {
    throw new BadOptionError(`persist must be the path of a file, not ${JSON.stringify(persist)}`)
  }
  for (const [name, value] of Object.entries({ uncheckedNonce, requireReferer })) {
    if (typeof value !== 'boolean') throw new BadOptionError(`${name} must be true or false, not ${JSON.stringify(value)}`)
  }
  return { path, serverName, uncheckedNonce, requireReferer, persist, access }
}
