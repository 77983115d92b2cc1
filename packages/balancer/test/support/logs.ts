import { Writable } from 'node:stream'
import type { FastifyServerOptions } from 'fastify'

/** A line of the app's log. */
export interface LogLine {
  readonly ah?: string
  readonly module?: string
  readonly httpdLevel?: string
  readonly level: number
  readonly msg: string
}

/** A logger whose lines end in a list. */
export function keepLogs (level: string): { logger: FastifyServerOptions['logger'] & object, lines: LogLine[] } {
  const lines: LogLine[] = []
  const stream = new Writable({
    write (chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    }
  })
  return { logger: { level, stream }, lines }
}
