/** Reads the values that several directives have in common. */
import { readInterval } from '@fastify-balancer/core'
import { refuse } from './errors.ts'

/** `On` or `Off`, in any case. */
export function readOnOff (word: string): boolean {
  const value = word.toLowerCase()
  if (value !== 'on' && value !== 'off') refuse(`must be On or Off, not "${word}"`)
  return value === 'on'
}

/** Seconds, or a number with a unit; at least a millisecond. */
export function readTime (word: string): number {
  const time = readInterval(word, 's')
  if (time === undefined || time === 0) refuse(`must be a number of seconds, or one with a unit (s, ms, mi, h), and more than 0, not "${word}"`)
  return time
}

/** Bytes; at most what a head may have at all. */
export function readSize (word: string): number {
  const size = readCount(word, 1_048_576)
  if (size === 0) refuse('must be more than 0')
  return size
}

export function readCount (word: string, most: number): number {
  const count = /^\d+$/.test(word) ? Number(word) : NaN
  if (!(count <= most)) refuse(`must be a whole number${most === Infinity ? '' : ` up to ${most}`}, not "${word}"`)
  return count
}
