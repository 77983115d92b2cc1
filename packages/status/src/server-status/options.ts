import { BadOptionError } from '../errors.ts'

/** What may be given when server-status is registered. */
export interface ServerStatusOptions {
  /** Where the page is, behind the prefix of the app it is registered in. Default `/server-status`. */
  readonly path?: string
}

/** The options as they are used. */
export interface Settings {
  readonly path: string
}

/** @throws FST_BALANCER_STATUS_BAD_OPTION */
export function readOptions ({ path = '/server-status' }: ServerStatusOptions): Settings {
  if (typeof path !== 'string' || !/^\/[^\s:*?#]*$/.test(path)) {
    throw new BadOptionError(`path must begin with / and hold no blanks, parameters, query or fragment, not ${JSON.stringify(path)}`)
  }
  return { path }
}
