/** A pino logger that writes httpd's error log. */
import { performance } from 'node:perf_hooks'
import type { LogLevels } from '@fastify-balancer/conf'
import pino from 'pino'
import type { Logger } from 'pino'
import { escapeMessage } from './escape.ts'
import { httpdLevel, isWritten, pinoLevel } from './levels.ts'
import type { LogWriter } from './log-file.ts'
import { errorLogTime } from './time.ts'

/** What pino hands over; `ah`, `module`, `httpdLevel` are given by the one who logs. */
interface LogRecord {
  readonly level: number
  /** Epoch milliseconds, the microseconds as fraction. */
  readonly time: number
  readonly pid: number
  readonly msg?: string
  readonly ah?: string
  readonly module?: string
  readonly httpdLevel?: string
  readonly client?: string
  readonly err?: { readonly message?: string, readonly stack?: string, readonly code?: string }
}

/** The server's logger. Messages that no module's level asks for are never made. */
export function createErrorLog (levels: LogLevels, destination: LogWriter): Logger {
  return pino({
    level: pinoLevel(levels),
    base: { pid: process.pid },
    timestamp: () => `,"time":${(performance.timeOrigin + performance.now()).toFixed(3)}`,
    serializers: { err: pino.stdSerializers.err }
  }, {
    write (json: string) {
      const record = JSON.parse(json) as LogRecord
      const module = record.module ?? 'core'
      const level = record.httpdLevel ?? httpdLevel(record.level)
      if (isWritten(levels, module, level)) destination.write(formatRecord(record, module, level))
    }
  })
}

function formatRecord (record: LogRecord, module: string, level: string): string {
  const client = record.client === undefined ? '' : ` [client ${record.client}]`
  const number = record.ah === undefined ? '' : `${record.ah}: `
  return `[${errorLogTime(record.time)}] [${module}:${level}] [pid ${record.pid}]${client} ${number}${escapeMessage(messageOf(record))}\n`
}

function messageOf ({ msg = '', err }: LogRecord): string {
  if (err === undefined) return msg
  // An error with a code is documented; of one without, the stack says where to look.
  const told = err.code === undefined ? err.stack : err.message
  return told === undefined || msg === told ? msg : `${msg}: ${told}`
}
