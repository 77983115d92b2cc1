/** A piece of the page: HTML, or the texts of a row's cells. */
export type Piece = string | readonly string[]

/** What changed on the board, oldest change first. */
export interface Changes {
  readonly pieces: Readonly<Record<string, Piece>>
  /** Where to go on from. */
  readonly version: number
}

/** The pieces of the page that move, as they were last seen, in the order in which they changed. */
export class Board {
  readonly #pieces = new Map<string, { readonly version: number, readonly key: string, readonly piece: Piece }>()
  #version = 0

  put (name: string, piece: Piece): void {
    const key = typeof piece === 'string' ? piece : piece.join('\n')
    if (this.#pieces.get(name)?.key === key) return
    // Deleted first, so that it comes last.
    this.#pieces.delete(name)
    this.#pieces.set(name, { version: ++this.#version, key, piece })
  }

  /** @param most pieces at once; the others follow when asked again */
  since (version: number, most: number): Changes {
    const pieces: Record<string, Piece> = {}
    let taken = 0
    let last = version
    for (const [name, changed] of this.#pieces) {
      if (changed.version <= version) continue
      pieces[name] = changed.piece
      last = changed.version
      if (++taken === most) break
    }
    return { pieces, version: last }
  }

  /** Begins anew: pieces of members that are gone are not told any more. */
  clear (): void {
    this.#pieces.clear()
  }
}
