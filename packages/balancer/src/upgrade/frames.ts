/** Follows the frames of one direction of a WebSocket (RFC 6455 §5.2) by their heads, to know where one ends and the next may begin. */
export class Frames {
  /** As much of a frame's head as came: at most 2 bytes, 8 of length and 4 of mask. */
  readonly #head = Buffer.alloc(14)
  #headBytes = 0
  /** Bytes of the frame's payload that are to come. */
  #left = 0

  /** Whether a control frame may begin now; it may between the fragments of a message too (§5.4). */
  get between (): boolean {
    return this.#headBytes === 0 && this.#left === 0
  }

  /** Takes bytes in. */
  follow (bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) at = this.#step(bytes, at)
  }

  /**
   * Takes bytes in up to the first place where a control frame may begin.
   * @returns how many were taken; all of them, when `between` says that there is none yet
   */
  followToEnd (bytes: Buffer): number {
    let at = 0
    while (at < bytes.length && !this.between) at = this.#step(bytes, at)
    return at
  }

  /** @returns the end of the frame, or of what came of it */
  #step (bytes: Buffer, from: number): number {
    let at = from
    while (this.#left === 0 && at < bytes.length) {
      this.#head[this.#headBytes++] = bytes[at++]!
      if (this.#headBytes < this.#headSize()) continue
      this.#left = this.#payloadSize()
      this.#headBytes = 0
      break
    }
    const taken = Math.min(this.#left, bytes.length - at)
    this.#left -= taken
    return at + taken
  }

  #headSize (): number {
    if (this.#headBytes < 2) return 2
    const second = this.#head[1]!
    const length = second & 0x7f
    return 2 + (length === 126 ? 2 : length === 127 ? 8 : 0) + ((second & 0x80) === 0 ? 0 : 4)
  }

  #payloadSize (): number {
    const length = this.#head[1]! & 0x7f
    if (length === 126) return this.#head.readUInt16BE(2)
    return length === 127 ? Number(this.#head.readBigUInt64BE(2)) : length
  }
}

/** A close frame of a server, which masks nothing (§5.5.1). */
export function closeFrame (code: number): Buffer {
  return Buffer.from([0x88, 2, code >> 8, code & 0xff])
}
