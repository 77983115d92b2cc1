/** How long to wait before something that died is started again. */

const shortest = 100
const longest = 10_000
/** A death after so long a life is no part of a series. */
const calm = 60_000

/**
 * @param now epoch milliseconds
 * @returns tells the pause after one more death, in milliseconds: twice the last one's
 */
export function createBackOff (now: () => number): () => number {
  let last = -Infinity
  let pause = 0
  return () => {
    const at = now()
    pause = at - last > calm ? shortest : Math.min(pause * 2, longest)
    last = at
    return pause
  }
}
