/** What a command may touch of its process; tests hand in their own. */
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
}

/** The real process: SIGTERM, SIGINT and uncaught errors end what runs, gracefully. */
export const processIo: Io = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  onStop (close) {
    let stopping = false
    const grace = closeWithGrace({ delay: graceDelay }, async ({ err }) => {
      stopping = true
      if (err !== undefined) process.stderr.write(`${err.stack}\n`)
      await close()
    })
    return () => {
      if (!stopping) grace.close()
    }
  }
}
