/** An `Io` that keeps what is written, and ends when the test says so. */
import type { Io } from '../../src/io.ts'

export interface TestIo extends Io {
  readonly out: () => string
  readonly err: () => string
  /** Ends what runs; resolves when it has ended. */
  readonly stop: () => Promise<void>
  /** How often the process was asked to end. */
  readonly stops: () => number
}

export function testIo (env: Io['env'] = {}): TestIo {
  const written = { out: '', err: '' }
  let end: () => Promise<void> = async () => {}
  let stops = 0
  return {
    stdout: { write: text => { written.out += text } },
    stderr: { write: text => { written.err += text } },
    env,
    // Signals may come at any time.
    onRotate (reopen) { reopen() },
    onStop (close) {
      end = close
      return () => { stops++ }
    },
    out: () => written.out,
    err: () => written.err,
    stop: () => end(),
    stops: () => stops
  }
}
