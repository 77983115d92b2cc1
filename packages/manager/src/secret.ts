import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const key = randomBytes(32)

/** Compares two secrets in a time that tells nothing of where, or in how many characters, they differ. */
export function isSameSecret (given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected))
}

function digest (text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
