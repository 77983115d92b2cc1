import type { Socket } from 'node:net'
import type { CallHandler, Phase } from '../../../src/transport/call.ts'
import { rawHeaders, reasonOf } from '../../../src/transport/head.ts'
import type { Head } from '../../../src/transport/head.ts'
import type { ReadBlock } from '../../../src/transport/read-block.ts'

/** Notes what a call's handler hears; `over` comes true with the last word. */
export class Recorder implements CallHandler {
  readonly connected: boolean[] = []
  readonly interims: number[] = []
  /** How often something of the answer came. */
  calls = 0
  status = 0
  minor = 0
  reason = ''
  headers: string[] = []
  body = ''
  error: Error & { code?: string, cause?: unknown } | null = null
  phase: Phase | null = null
  socket: Socket | null = null
  ended: '' | 'done' | 'upgraded' | 'refused' | 'failed' = ''
  readonly over: Promise<this>
  readonly headed: Promise<void>
  #onOver: (recorder: this) => void = () => {}
  #onHeaded: () => void = () => {}

  constructor () {
    this.over = new Promise(resolve => { this.#onOver = resolve })
    this.headed = new Promise(resolve => { this.#onHeaded = resolve })
  }

  onConnected (reused: boolean): void {
    this.connected.push(reused)
  }

  onInformation (head: Head): void {
    this.interims.push(head.status)
  }

  onHead (head: Head, block: ReadBlock, start: number, end: number, done: boolean): void {
    this.status = head.status
    this.minor = head.minor
    this.reason = reasonOf(head)
    this.headers = rawHeaders(head)
    this.onData(block, start, end, done)
    this.#onHeaded()
  }

  onData (block: ReadBlock, start: number, end: number, done: boolean): void {
    this.calls++
    this.body += block.bytes.toString('latin1', start, end)
    if (done) this.#end('done')
  }

  onUpgrade (head: Head, socket: Socket): void {
    this.status = head.status
    this.socket = socket
    this.#end('upgraded')
  }

  onRefused (error: Error): void {
    this.error = error
    this.#end('refused')
  }

  onFail (error: Error, phase: Phase): void {
    this.error = error
    this.phase = phase
    this.#end('failed')
  }

  #end (how: this['ended']): void {
    if (this.ended !== '') throw new Error(`a second last word: ${this.ended}, then ${how}`)
    this.ended = how
    this.#onOver(this)
  }
}
