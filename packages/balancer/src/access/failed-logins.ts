import { isIP } from 'node:net'

/** How long a failed login counts, in milliseconds. */
const window = 60_000
/** Somebody's own slips are few; a name may also be tried from many addresses at once. */
const perName = 10
/** Most addresses and names that are remembered; then the oldest are forgotten. */
const mostKeys = 10_000

interface Count {
  failures: number
  readonly until: number
}

/** Counts failed logins, and tells who has to wait before the next one. */
export class FailedLogins {
  readonly #counts = new Map<string, Count>()
  readonly #most: number
  readonly #now: () => number

  /**
   * @param most failed logins of an address in a minute; of a name, whatever the addresses, ten times as many
   * @param now epoch milliseconds
   */
  constructor (most: number, now: () => number = Date.now) {
    this.#most = most
    this.#now = now
  }

  /** How long nobody may log in from this address, or by this name, in whole seconds; 0: not at all. */
  wait (address: string, name: string): number {
    const left = Math.max(this.#left(addressKey(address), this.#most), this.#left(nameKey(name), this.#most * perName))
    return Math.ceil(left / 1_000)
  }

  add (address: string, name: string): void {
    for (const key of [addressKey(address), nameKey(name)]) {
      const count = this.#find(key)
      if (count !== undefined) {
        count.failures++
        continue
      }
      if (this.#counts.size >= mostKeys) this.#counts.delete(this.#counts.keys().next().value!)
      this.#counts.set(key, { failures: 1, until: this.#now() + window })
    }
  }

  #left (key: string, most: number): number {
    const count = this.#find(key)
    return count === undefined || count.failures < most ? 0 : count.until - this.#now()
  }

  #find (key: string): Count | undefined {
    const count = this.#counts.get(key)
    if (count === undefined || count.until > this.#now()) return count
    this.#counts.delete(key)
    return undefined
  }
}

/** Names are as long as clients like; what is remembered of them is not. */
function nameKey (name: string): string {
  return `name ${name.slice(0, 64)}`
}

/** An IPv6 host may take any address of its /64. */
function addressKey (address: string): string {
  return isIP(address) === 6 && !address.includes('.') ? network(address) : address
}

/** The first 64 bits, without leading zeros. */
function network (address: string): string {
  const [left = '', right] = address.replace(/%.*/, '').split('::')
  const groups = left === '' ? [] : left.split(':')
  const known = right === undefined || right === '' ? [] : right.split(':')
  const zeros = Array.from({ length: 8 - groups.length - known.length }, () => '0')
  return [...groups, ...zeros, ...known].slice(0, 4).map(group => Number.parseInt(group, 16).toString(16)).join(':')
}
