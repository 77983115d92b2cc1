import { lookup } from 'node:dns'
import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'

/** Asks for the addresses of a host name; as `dns.lookup` with `all`. */
export type Resolve = (hostname: string, options: { readonly all: true, readonly family?: number | 'IPv4' | 'IPv6' }, callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void

/** Remembers where a member's host name leads to, for as long as `addressttl` allows. */
export class Addresses {
  readonly #ttl: number
  readonly #clock: () => number
  readonly #resolve: Resolve
  #known: LookupAddress[] = []
  /** When they are to be asked for anew. */
  until: number = -Infinity

  /** @param ttl milliseconds; Infinity: for ever */
  constructor (ttl: number, clock: () => number, resolve: Resolve = lookup as Resolve) {
    this.#ttl = ttl
    this.#clock = clock
    this.#resolve = resolve
  }

  /** What `net.connect` takes. All connections of a member ask in the same way. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    const answer = (): void => {
      if (options.all === true) callback(null, this.#known)
      else callback(null, this.#known[0]!.address, this.#known[0]!.family)
    }
    if (this.#clock() < this.until) {
      process.nextTick(answer)
      return
    }
    this.#resolve(hostname, { ...options, all: true } as Parameters<Resolve>[1], (error, addresses) => {
      if (error !== null) {
        callback(error, [])
        return
      }
      this.#known = addresses
      this.until = this.#clock() + this.#ttl
      answer()
    })
  }
}
