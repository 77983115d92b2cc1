/**
 * Random numbers from 0 to 1 that repeat for the same seed (mulberry32): good enough to draw members, useless for secrets.
 */
export function dice (seed: number): () => number {
  // Kept in 32 signed bits, which V8 stores without a box.
  let state = seed | 0
  return function roll () {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000
  }
}
