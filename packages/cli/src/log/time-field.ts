/** `%{…}t`: when a request began, or its answer ended, in a format of its own. */
import type { Exchange } from './exchange.ts'
import { isTimeFormat, strftime } from './time.ts'

/** By the words that httpd has besides formats. */
const words: Readonly<Record<string, (at: number) => string>> = {
  sec: at => String(Math.floor(at / 1000)),
  msec: at => String(Math.floor(at)),
  usec: at => String(Math.floor(at * 1000)),
  msec_frac: at => String(Math.floor(at % 1000)).padStart(3, '0'),
  usec_frac: at => String(Math.floor(at % 1000 * 1000)).padStart(6, '0')
}

/**
 * @param text a word or a format of strftime, with `begin:` or `end:` in front
 * @returns undefined for a format that is not known
 */
export function timeField (text: string): ((exchange: Exchange) => string) | undefined {
  const [, moment, format = ''] = /^(?:(begin|end):)?(.*)$/s.exec(text)!
  const print = Object.hasOwn(words, format) ? words[format]! : isTimeFormat(format) ? (at: number) => strftime(format, at) : undefined
  if (print === undefined) return undefined
  return moment === 'end' ? ({ startedAt, duration }) => print(startedAt + duration) : ({ startedAt }) => print(startedAt)
}
