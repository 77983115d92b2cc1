import { beginAnswer, createAnswer, dropHead, endAnswer, expectedOf, readAnswer } from './answer.ts'
import type { Answer } from './answer.ts'
import type { MemberRequest } from './call.ts'
import type { Flaw } from './flaws.ts'
import { moveHead, releaseHead } from './head.ts'
import type { Head } from './head.ts'
import { blockSize, headroom, longBlockSize, takeBlock, takeLongBlock } from './read-block.ts'
import type { ReadBlock } from './read-block.ts'

/** Who receives answers hears what came. */
export interface ReceiveListener {
  /** Bytes came that tell nothing yet. */
  readonly onMore: () => void
  /** @returns whether to go on; not when the call is over */
  readonly onInterim: (head: Head) => boolean
  /** @param clean nothing came after the answer that is done */
  readonly onBody: (head: Head | null, block: ReadBlock, start: number, end: number, done: boolean, clean: boolean) => void
  /** @param first what came after the head */
  readonly onUpgrade: (head: Head, first: Buffer) => void
  readonly onFlaw: (flaw: Flaw) => void
}

/** Receives the answers of one connection into blocks of memory, where a head that comes in pieces is put together. */
export class AnswerReceiver {
  readonly #listener: ReceiveListener
  readonly #answer: Answer
  #block: ReadBlock = takeBlock()
  /** Where the next read goes: behind a head that is not complete. */
  #from: number = headroom
  /** Bytes of the last read. */
  #brought = 0
  /** Something of the answer came. */
  begun = false

  constructor (headLimit: number, lineLimit: number, listener: ReceiveListener) {
    this.#answer = createAnswer(Math.min(headLimit, blockSize), lineLimit)
    this.#listener = listener
  }

  /** The final head came. */
  get headed (): boolean {
    return this.#answer.headed
  }

  /** The answer is whole if the connection ends now. */
  get endsWithConnection (): boolean {
    return endAnswer(this.#answer)
  }

  /** The connection may carry another request, as far as the answer tells. */
  get reusable (): boolean {
    return this.#answer.reusable
  }

  /** How long the member lets the connection rest. */
  get patience (): number {
    return this.#answer.patience
  }

  begin ({ bodiless, upgrade }: MemberRequest): void {
    this.begun = false
    beginAnswer(this.#answer, bodiless, upgrade)
  }

  /** Where the next read goes; asked once before the first and after each. */
  room (): Buffer {
    const long = this.#brought >= blockSize && expectedOf(this.#answer) >= longBlockSize
    if (this.#block.kept || long !== this.#block.long) {
      this.#block.giveBack()
      this.#block = long ? takeLongBlock() : takeBlock()
    }
    return this.#from === headroom ? this.#block.room : this.#block.bytes.subarray(this.#from)
  }

  /** What was read just now, as it is. */
  copy (length: number): Buffer {
    return Buffer.from(this.#block.bytes.subarray(this.#from, this.#from + length))
  }

  /** Takes what was read just now as a part of the answer. */
  receive (length: number): void {
    const end = this.#from + length
    this.#brought = length
    this.begun = true
    this.#answer.at = this.#from
    this.#from = headroom
    while (this.#step(end));
  }

  /** The connection ended, and the answer with it. */
  finish (): void {
    this.#listener.onBody(null, this.#block, headroom, headroom, true, false)
  }

  /** Forgets a head that is not complete. */
  stop (): void {
    dropHead(this.#answer)
    this.#from = headroom
  }

  /** Nothing more will be read. */
  release (): void {
    this.#block.giveBack()
  }

  /** @returns whether there may be more to tell */
  #step (end: number): boolean {
    const answer = this.#answer
    const { bytes } = this.#block
    switch (readAnswer(answer, bytes, end)) {
      case 'more':
        if (answer.head !== null) this.#from = moveHead(answer.head, headroom, end)
        this.#listener.onMore()
        return false
      case 'interim': {
        const head = takeOut(answer)
        const more = this.#listener.onInterim(head)
        releaseHead(head)
        return more
      }
      case 'head': {
        const head = takeOut(answer)
        this.#listener.onBody(head, this.#block, answer.start, answer.end, answer.done, answer.at === end)
        releaseHead(head)
        return false
      }
      case 'data':
        this.#listener.onBody(null, this.#block, answer.start, answer.end, answer.done, answer.at === end)
        return false
      case 'upgrade': {
        const head = takeOut(answer)
        this.#listener.onUpgrade(head, bytes.subarray(answer.at, end))
        releaseHead(head)
        return false
      }
      case 'flaw':
        this.#listener.onFlaw(answer.flaw!)
        return false
    }
  }
}

/** The head is read while the connection may begin the next answer already. */
function takeOut (answer: Answer): Head {
  const head = answer.head!
  answer.head = null
  return head
}
