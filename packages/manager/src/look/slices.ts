import { setImmediate } from 'node:timers/promises'

/**
 * Hands out a long list in slices. Between two of them the event loop gets its turn, so that ten thousand members delay no
 * request.
 */
export async function * inSlices<T> (list: readonly T[], size: number = 10): AsyncGenerator<readonly T[]> {
  for (let i = 0; i < list.length; i += size) {
    if (i > 0) await setImmediate()
    yield list.slice(i, i + size)
  }
}
