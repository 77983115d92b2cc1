/**
 * Names of header fields, in lower case. Whether a name as it came is none of them is told by its length and first letter for
 * nearly all names, without a copy in lower case.
 */
export class FieldNames {
  readonly #names: ReadonlySet<string>
  readonly #sieve = new Uint8Array(1_024)

  constructor (names: Iterable<string>) {
    this.#names = new Set(names)
    for (const name of this.#names) this.#sieve[placeOf(name)] = 1
  }

  /** @param name in lower case */
  has (name: string): boolean {
    return this.#names.has(name)
  }

  /** @param name in any case; false: it is none of them for certain */
  mayHave (name: string): boolean {
    return this.#sieve[placeOf(name)] === 1
  }
}

/** Upper and lower case of a letter differ in one bit, which is left out. */
function placeOf (name: string): number {
  return (name.length & 31) << 5 | name.charCodeAt(0) & 31
}
