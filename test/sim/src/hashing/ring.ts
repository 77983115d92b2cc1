import { hash } from '@fastify-balancer/core'
import type { Scheme } from './scheme.ts'

/** Points of all members on a circle, in order: `owners[i]` is the member of `points[i]`. */
export interface Ring {
  readonly points: Uint32Array
  readonly owners: Uint16Array
}

export function createRing (members: readonly string[], pointsPerMember: number): Ring {
  const placed = members.flatMap((name, owner) =>
    Array.from({ length: pointsPerMember }, (_, i) => ({ point: hash(`${name} ${i}`), owner })))
  placed.sort((a, b) => a.point - b.point)
  return { points: Uint32Array.from(placed, ({ point }) => point), owners: Uint16Array.from(placed, ({ owner }) => owner) }
}

/** The index of the first point at or behind the key, around the circle. */
export function firstPoint ({ points }: Ring, key: number): number {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (points[middle]! < key) low = middle + 1
    else high = middle
  }
  return low % points.length
}

/** Consistent hashing (Karger 1997): a key belongs to the first point behind it. */
export function consistent (pointsPerMember: number): Scheme {
  return members => {
    const ring = createRing(members, pointsPerMember)
    return key => ring.owners[firstPoint(ring, key)]!
  }
}
