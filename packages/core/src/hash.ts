/** FNV-1a over UTF-16 code units, then murmur3's finaliser, which spreads what differs in the last character. */
export function hash (text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return mix(h) >>> 0
}

/**
 * Combines two hashes into one that is evenly spread for every fixed value of either; of its bits the upper ones are the
 * better ones. It is murmur3's finaliser but for what only makes good of inputs that are no hashes yet.
 * @returns a signed number of 32 bits, as V8 compares these without conversion
 */
export function combine (a: number, b: number): number {
  const h = Math.imul(a ^ b, 0x85ebca6b)
  return Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
}

/** Murmur3's 32-bit finaliser. */
function mix (h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
