import type { AccessOptions } from '@fastify-balancer/balancer'
import { BadOptionError } from '../errors.ts'
import type { Activity } from './activity.ts'
import type { ProcessFigures } from './figures.ts'

/** What may be given when server-status is registered; besides, who gets in. */
export interface ServerStatusOptions extends AccessOptions {
  /** Where the page is, behind the prefix of the app it is registered in. Default `/server-status`. */
  readonly path?: string
  /** The name in the page's heading. Default: that of the request's Host header. */
  readonly serverName?: string
  /**
   * For how many requests in flight there are places on the scoreboard. It limits nothing: who comes when all are taken is
   * counted, but has no letter. Default 400, httpd's `MaxRequestWorkers`.
   */
  readonly workers?: number
  /** httpd's `ExtendedStatus`: totals, and the last request of each place. Default true. */
  readonly extendedStatus?: boolean
  /** httpd's `ProxyStatus`: the balancers. Default true. */
  readonly proxyStatus?: boolean
  /**
   * What is counted already, by who hands requests to the app himself; `workers` and `extendedStatus` are its business then.
   * Default: the requests of the app and the connections of its server, from now on.
   */
  readonly activity?: Activity
  /** Asks all processes that serve together for their figures. Default: this process only. */
  readonly processes?: () => Promise<readonly ProcessFigures[]>
}

/** The options as they are used. */
export interface Settings {
  readonly path: string
  /** null: as the Host header says. */
  readonly serverName: string | null
  readonly workers: number
  readonly extendedStatus: boolean
  readonly proxyStatus: boolean
}

/** httpd's hard limit too. */
const mostWorkers = 20_000

/** @throws FST_BALANCER_STATUS_BAD_OPTION */
export function readOptions (options: ServerStatusOptions): Settings {
  const { path = '/server-status', serverName = null, workers = 400, extendedStatus = true, proxyStatus = true } = options
  if (typeof path !== 'string' || !/^\/[^\s:*?#]*$/.test(path)) {
    throw new BadOptionError(`path must be one that begins with / and holds no blanks, parameters, query or fragment, not ${JSON.stringify(path)}`)
  }
  if (serverName !== null && (typeof serverName !== 'string' || serverName === '')) {
    throw new BadOptionError(`serverName must be a name, not ${JSON.stringify(serverName)}`)
  }
  if (!Number.isInteger(workers) || workers < 1 || workers > mostWorkers) {
    throw new BadOptionError(`workers must be a whole number from 1 to ${mostWorkers}, not ${JSON.stringify(workers)}`)
  }
  for (const [name, value] of Object.entries({ extendedStatus, proxyStatus })) {
    if (typeof value !== 'boolean') throw new BadOptionError(`${name} must be true or false, not ${JSON.stringify(value)}`)
  }
  return { path, serverName, workers, extendedStatus, proxyStatus }
}
