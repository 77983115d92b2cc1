import { Readable } from 'node:stream'
import type { Balancers } from '@fastify-balancer/core'
import { html } from 'ghtml'
import { shapeOf } from '../look/shape.ts'
import type { Scene } from '../page/view.ts'
import { clock } from '../page/words.ts'
import { Board } from './board.ts'
import { address as placeholder, draw } from './draw.ts'
import { movesOf } from './moves.ts'
import type { States } from './moves.ts'

/** Streams at once; who comes then is told to come back. */
const mostStreams = 64
/** Pieces in one message; the others come with the next. */
const mostPieces = 4_000
/** A stream whose client has not read this, in bytes, misses a message. */
const mostBacklog = 65_536
/** With more members the page is looked at every five seconds. */
const manyMembers = 1_000

/** A page that is open somewhere. */
interface Open {
  readonly stream: Readable
  /** The page's address there, as it stands in a text of JSON. */
  readonly address: string
  version: number
  isNew: boolean
}

/** What streams of the page carry in a message. */
interface Message {
  readonly now: string
  /** Another one than the page's own: it has to be loaded anew. */
  readonly shape: string
  readonly pieces: Readonly<Record<string, unknown>>
  /** Changes of state, for those who listen instead of look. */
  readonly say: readonly string[]
}

/** Keeps open pages up to date: one look a second for all of them, and none while nobody has the page open. */
export class Live {
  readonly #look: () => Promise<Scene>
  readonly #balancers: Balancers
  readonly #open = new Set<Open>()
  #board = new Board()
  #shape = ''
  #states: States = new Map()
  #timer: NodeJS.Timeout | null = null
  #isLooking = false
  #isAskedAgain = false

  /** @param look takes a picture of everything that the page shows */
  constructor (balancers: Balancers, look: () => Promise<Scene>) {
    this.#balancers = balancers
    this.#look = look
  }

  /** How many pages are open. */
  get size (): number {
    return this.#open.size
  }

  /**
   * A stream of server-sent events: a `snapshot`, then `tick`s; null: there are too many.
   * @param address of the page, for those who look at it
   */
  open (address: string): Readable | null {
    if (this.#open.size >= mostStreams) return null
    const stream = new Readable({ read () {} })
    const open: Open = { stream, address: JSON.stringify(html`${address}`).slice(1, -1), version: 0, isNew: true }
    this.#open.add(open)
    stream.once('close', () => this.#closed(open))
    stream.push('retry: 2000\n\n')
    if (this.#open.size === 1) {
      const members = [...this.#balancers].reduce((sum, { members }) => sum + members.length, 0)
      this.#timer = setInterval(this.soon, members > manyMembers ? 5_000 : 1_000).unref()
      for (const event of ['failed', 'ejected', 'recovered', 'change'] as const) this.#balancers.events.on(event, this.soon)
    }
    this.soon()
    return stream
  }

  /** Looks at once, or as soon as the look that is being taken is over. */
  readonly soon = (): void => {
    this.#isAskedAgain = true
    if (!this.#isLooking) this.#tell().catch(() => {})
  }

  /** Ends all streams, so that they do not hold up the end of the app. */
  close (): void {
    for (const { stream } of this.#open) stream.push(null)
  }

  #closed (open: Open): void {
    this.#open.delete(open)
    if (this.#open.size > 0) return
    clearInterval(this.#timer!)
    for (const event of ['failed', 'ejected', 'recovered', 'change'] as const) this.#balancers.events.off(event, this.soon)
    this.#board = new Board()
    this.#states = new Map()
  }

  async #tell (): Promise<void> {
    this.#isLooking = true
    try {
      while (this.#isAskedAgain && this.#open.size > 0) {
        this.#isAskedAgain = false
        const scene = await this.#look()
        const shape = shapeOf(scene.balancers)
        if (shape !== this.#shape) this.#board.clear()
        this.#shape = shape
        await draw(this.#board, scene)
        const states = new Map<string, string>()
        const say = movesOf(scene.balancers, this.#states, states)
        this.#states = states
        for (const open of this.#open) this.#send(open, { now: clock(scene.now), shape, say })
      }
    } finally {
      this.#isLooking = false
    }
  }

  #send (open: Open, head: Omit<Message, 'pieces'>): void {
    const { stream, isNew } = open
    if (stream.readableLength > mostBacklog) return
    const { pieces, version } = this.#board.since(open.version, mostPieces)
    const message: Message = { ...head, pieces, say: isNew ? [] : head.say }
    stream.push(`event: ${isNew ? 'snapshot' : 'tick'}\ndata: ${JSON.stringify(message).replaceAll(placeholder, () => open.address)}\n\n`)
    open.version = version
    open.isNew = false
  }
}
