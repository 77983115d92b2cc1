import { BadOptionError } from './errors.ts'

/** Where to connect instead of a member's own address. */
export interface ConnectTo {
  readonly host: string
  readonly port: number
}

/**
 * Reads curl's `--connect-to`: `HOST:PORT:TO-HOST:TO-PORT`; an empty HOST or PORT stands for any. The member keeps its
 * name in Host and in certificates; only the connection goes elsewhere.
 * @returns a function from a member's address to the one to connect to
 * @throws FST_BALANCER_BAD_OPTION
 */
export function readConnectTo (entries: readonly string[]): (host: string, port: number) => ConnectTo {
  const table = entries.map(entry => {
    const [, host, port, toHost, toPort] = /^([^:]*|\[[^\]]*\]):(\d*):([^:]+|\[[^\]]+\]):(\d+)$/.exec(entry) ?? []
    if (toHost === undefined) throw new BadOptionError(`connectTo must be HOST:PORT:TO-HOST:TO-PORT, not "${entry}"`)
    return { host: unbracket(host!).toLowerCase(), port: Number(port), to: { host: unbracket(toHost), port: Number(toPort) } }
  })
  return function connectTo (host, port) {
    const found = table.find(entry => (entry.host === '' || entry.host === host) && (entry.port === 0 || entry.port === port))
    return found?.to ?? { host, port }
  }
}

function unbracket (host: string): string {
  return host.replace(/^\[|\]$/g, '')
}
