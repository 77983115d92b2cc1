import { randomBytes } from 'node:crypto'
import type { Balancer, SessionKey } from '@fastify-balancer/core'

// Whoever does not know these two numbers can neither choose ids whose keys are equal nor guess an id from its key.
const one = randomBytes(4).readInt32LE()
const other = randomBytes(4).readInt32LE()

/**
 * What a session is remembered by: its id itself, which is as good as a password, is not kept. 53 bits of two seeded
 * hashes (FNV-1a with murmur3's finaliser): among 100 000 sessions two are taken for one with a probability of one in a million.
 */
export function sessionKey (balancer: Balancer, cookie: string, id: string): SessionKey {
  high = one
  low = other
  feed(balancer.name)
  feed(cookie)
  feed(id)
  return (mix(high) >>> 11) * 0x1_0000_0000 + (mix(low) >>> 0)
}

// Both at once, and outside of the functions, so that a text is gone through once and nothing is allocated.
let high = 0
let low = 0

/** Takes in a text and where it ends, so that `ab` and `c` differ from `a` and `bc`. */
function feed (text: string): void {
  let h = high
  let l = low
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    h = Math.imul(h ^ char, 0x01000193)
    l = Math.imul(l ^ char, 0x85ebca6b)
  }
  high = Math.imul(h ^ 0x1_0000, 0x01000193)
  low = Math.imul(l ^ 0x1_0000, 0x85ebca6b)
}

function mix (hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
