/** What a command may touch of its process; tests hand in their own. */
import { isatty } from 'node:tty'
import closeWithGrace from 'close-with-grace'

/** Time that requests in flight get to finish after SIGTERM or SIGINT, in milliseconds. */
const graceDelay = 30_000

export interface Io {
  readonly stdout: {
    write (text: string): unknown
    /** Somebody looks on: lines may be written over. */
    readonly isTTY?: boolean
  }
  readonly stderr: { write (text: string): unknown }
  readonly env: Readonly<Record<string, string | undefined>>
  /**
   * To be called once something runs.
   * @param close ends it, when the process shall end
   * @returns makes the process end
   */
  readonly onStop: (close: () => Promise<void>) => () => void
  /**
   * To be called before something runs.
   * @param reopen is called when log files have been moved away
   */
  readonly onRotate: (reopen: () => void) => void
}

/** Signals that log files have been moved away. A terminal that is closed says SIGHUP too, and means the end. */
const rotations = (['SIGUSR1', 'SIGHUP'] as const).filter(signal => signal !== 'SIGHUP' || !isatty(0))

/**
 * The real process: SIGTERM, SIGINT and uncaught errors end what runs, gracefully; SIGUSR1, and without a terminal SIGHUP, reopen its
 * logs. Who listens to SIGUSR1 keeps Node from opening its inspector then.
 */
export const processIo: Io = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  onStop (close) {
    let stopping = false
    const grace = closeWithGrace({ delay: graceDelay, skip: rotations.filter(signal => signal === 'SIGHUP') }, async ({ err }) => {
      stopping = true
      if (err !== undefined) process.stderr.write(`${err.stack}\n`)
      await close()
    })
    return () => {
      if (!stopping) grace.close()
    }
  },
  onRotate (reopen) {
    for (const signal of rotations) process.on(signal, reopen)
  }
}
