import { BadParameterError } from '../errors.ts'

/** Goes through the text of an expression from left to right. */
export class Reader {
  readonly #text: string
  #at = 0

  constructor (text: string) {
    this.#text = text
  }

  /** Takes what a sticky pattern finds behind blanks; null: not that. */
  take (token: RegExp): RegExpExecArray | null {
    this.takeHere(/\s*/y)
    return this.takeHere(token)
  }

  /** The same without blanks. */
  takeHere (token: RegExp): RegExpExecArray | null {
    token.lastIndex = this.#at
    const found = token.exec(this.#text)
    if (found !== null) this.#at += found[0].length
    return found
  }

  /** @throws FST_BALANCER_BAD_PARAMETER */
  expect (token: RegExp, what: string): RegExpExecArray {
    return this.take(token) ?? this.fail(`${what} must follow`)
  }

  /** @throws FST_BALANCER_BAD_PARAMETER with the place, counted from 1 */
  fail (what: string): never {
    const rest = this.#text.slice(this.#at)
    const place = rest.trim() === '' ? 'at the end' : `at character ${this.#at + 1} ("${rest.slice(0, 20)}")`
    throw new BadParameterError(`expression ${this.#text}: ${what} ${place}`)
  }
}
