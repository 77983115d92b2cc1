/** Appends to one log file: each write holds whole lines, because other processes append to the same file. */
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import pino from 'pino'

/** Where log lines go; each character stands for one byte. */
export interface LogWriter {
  write: (line: string) => unknown
}

/** Bytes that wait while a file takes none, because its disk is full; what comes then is lost. */
const mostPending = 16 * 1024 * 1024

/** How long a gathered line waits for others, in milliseconds: who watches the file doesn't notice. */
const patience = 50

/** Bytes that are worth a write of their own. */
const mostGathered = 256 * 1024

/** Lines of that many bytes are put down while V8 has them at hand; as one long text they would keep its garbage collector busy. */
const mostAtHand = 2048

export class LogFile implements LogWriter {
  readonly #path: string
  readonly #file: ReturnType<typeof pino.destination>
  readonly #timer: NodeJS.Timeout
  #lines = ''
  /** Lines that are put down, and how many bytes these are. */
  readonly #gathered: Buffer = Buffer.allocUnsafeSlow(mostGathered)
  #length = 0
  /** Whether the file has something that it has not written yet. */
  #isBusy = false
  #isMoved = false

  /** @param onError is told when the file cannot be written any more, once */
  constructor (path: string, onError: (error: Error) => void) {
    this.#path = path
    // With a least length it can be told to flush.
    this.#file = pino.destination({ dest: path, sync: false, contentMode: 'buffer', minLength: 1, maxLength: mostPending })
    this.#timer = setTimeout(() => { this.#flush() }, patience)
    this.#file.on('drain', () => { this.#settle() })
    // What finds no room asks whether the file takes something again.
    this.#file.on('drop', () => { this.#file.flush() })
    // Serving goes on, and the next line tries again.
    this.#file.on('error', () => { this.#settle() })
    this.#file.once('error', onError)
  }

  /** Writes a line at once, and whatever was gathered before it. */
  write (line: string): void {
    this.#add(line)
    this.#flush()
  }

  /** Writes a line with others of the same moment: a write for each would cost several times as much as all the rest of it. */
  gather (line: string): void {
    if (this.#lines === '' && this.#length === 0) this.#timer.refresh()
    this.#add(line)
  }

  /** Goes on in a file of the same name, when this one has been moved away and has got all lines until now. One that cannot be opened is written on as it is. */
  reopen (): void {
    this.#handOver()
    this.#isMoved = true
    if (!this.#isBusy) this.#settle()
  }

  /** Writes what is left. */
  async close (): Promise<void> {
    this.#handOver()
    clearTimeout(this.#timer)
    const closed = once(this.#file, 'close')
    this.#file.end()
    await closed.catch(() => { this.#file.destroy() })
  }

  /** Writes what is gathered before the process is gone. */
  salvage (): void {
    try {
      appendFileSync(this.#path, this.#take())
    } catch {
      // There is nobody left to tell.
    }
  }

  #add (line: string): void {
    this.#lines += line
    if (this.#lines.length < mostAtHand) return
    if (this.#length + this.#lines.length > mostGathered) this.#handOver()
    else this.#putDown()
  }

  /** What comes after a rotation waits for the new file. */
  #flush (): void {
    if (!this.#isMoved) this.#handOver()
  }

  #handOver (): void {
    const gathered = this.#take()
    if (gathered.length === 0) return
    this.#isBusy = true
    // Its types know texts only.
    this.#file.write(gathered as unknown as string)
  }

  #putDown (): void {
    this.#length += this.#gathered.write(this.#lines, this.#length, 'latin1')
    this.#lines = ''
  }

  #take (): Buffer {
    const taken = Buffer.concat([this.#gathered.subarray(0, this.#length), Buffer.from(this.#lines, 'latin1')])
    this.#length = 0
    this.#lines = ''
    return taken
  }

  /** What was handed over is written, or cannot be. */
  #settle (): void {
    this.#isBusy = false
    if (!this.#isMoved) return
    this.#isMoved = false
    this.#file.reopen()
    this.#handOver()
  }
}
