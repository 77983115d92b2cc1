import type { Scheme } from './scheme.ts'

/** What everybody writes first: the remainder. Even, and nearly every key moves whenever the number of members does. */
export const modulo: Scheme = members => key => key % members.length
