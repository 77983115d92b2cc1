/** Looks again for a member while none is electable, as httpd at every hundredth of the balancer's `timeout`, until that is over. */
export class Wait {
  readonly #pause: number
  readonly #until: number
  readonly #look: () => void
  #timer: NodeJS.Timeout | undefined

  /**
   * @param timeout milliseconds
   * @param now epoch milliseconds
   */
  constructor (timeout: number, now: number, look: () => void) {
    this.#pause = Math.max(timeout / 100, 1)
    this.#until = now + timeout
    this.#look = look
  }

  /** @returns false: the time is over, nobody will look again */
  again (now: number): boolean {
    if (now >= this.#until) return false
    this.#timer = setTimeout(this.#look, this.#pause)
    return true
  }

  end (): void {
    clearTimeout(this.#timer)
  }
}
