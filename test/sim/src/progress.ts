const width = 30

/** Where something may be printed. */
export interface Printer {
  write (text: string): unknown
}

/** Where a progress bar may be drawn: it may be a terminal. */
export interface Screen extends Printer {
  readonly isTTY?: boolean
}

/** Draws how much is done and of what, on a terminal only. */
export class Progress {
  readonly #screen: Screen
  readonly #steps: number
  #done: number = 0

  /** @param steps how many steps make the whole */
  constructor (screen: Screen, steps: number) {
    this.#screen = screen
    this.#steps = steps
  }

  step (what: string): void {
    this.#done++
    if (this.#screen.isTTY !== true) return
    const share = this.#done / this.#steps
    const filled = Math.round(width * share)
    this.#screen.write(`\r\u001b[K${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${Math.round(100 * share)} % ${what}`)
  }

  /** Makes room for other lines. */
  clear (): void {
    if (this.#screen.isTTY === true) this.#screen.write('\r\u001b[K')
  }
}
