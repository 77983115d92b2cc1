import { readInterval } from './interval.ts'
import type { IntervalUnit } from './interval.ts'

/** How one parameter is read from an option, a word of httpd.conf or a form field, and what it is by default. */
export interface Parameter<T> {
  /** What is accepted, as the end of the sentence "loadfactor must be …". */
  readonly expected: string
  /** The value inside, or undefined when what was given is not `expected`. */
  readonly read: (value: unknown) => T | undefined
  readonly default: T
  /** Of a time: what a bare number counts. Left out: it is none. */
  readonly unit?: IntervalUnit
}

/** A whole number. */
export function int (min: number, max: number, byDefault: number): Parameter<number> {
  return {
    expected: max === Infinity ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`,
    read: value => {
      if (typeof value === 'string' && !/^[+-]?\d+$/.test(value)) return undefined
      const number = toNumber(value)
      return Number.isInteger(number) && number >= min && number <= max ? number : undefined
    },
    default: byDefault
  }
}

/** A time, read as httpd reads intervals; milliseconds inside. */
export function interval (unit: IntervalUnit, min: number, byDefault: number): Parameter<number> {
  const bare = unit === 's' ? 'seconds' : 'milliseconds'
  return {
    expected: `a whole number of ${bare}${min > 0 ? ` of at least ${min} ms` : ''}, or one with a unit (s, ms, mi, h)`,
    read: value => {
      const ms = readInterval(value, unit)
      return ms === undefined || ms < min ? undefined : ms
    },
    default: byDefault,
    unit
  }
}

/** A text of bounded length. */
export function text (maxLength: number): Parameter<string> {
  return {
    expected: `a text of at most ${maxLength} characters, none of them a control character`,
    // Routes go into cookies, where a line end would begin a header.
    read: value => typeof value === 'string' && value.length <= maxLength && !/\p{Cc}/u.test(value) ? value : undefined,
    default: ''
  }
}

/** `On` or `Off` in any case, or a boolean. */
export function onOff (byDefault: boolean): Parameter<boolean> {
  return {
    expected: 'On or Off',
    read: value => {
      const word = typeof value === 'string' ? value.toLowerCase() : value
      if (word === true || word === 'on') return true
      return word === false || word === 'off' ? false : undefined
    },
    default: byDefault
  }
}

/** NaN for what is neither a number nor the text of one. */
export function toNumber (value: unknown): number {
  return typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : NaN
}
