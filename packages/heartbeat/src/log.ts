/** Messages of the module that does the same in httpd, so that `LogLevel heartmonitor:debug` shows them. */
import type { FastifyBaseLogger } from 'fastify'

export type MonitorLog = Pick<FastifyBaseLogger, 'error' | 'warn' | 'info' | 'debug'>

/** What goes in front of the text of a message. */
export function facts (httpdLevel: string, ah?: string, err?: unknown): object {
  return { module: 'heartmonitor', httpdLevel, ...(ah === undefined ? {} : { ah }), ...(err === undefined ? {} : { err }) }
}
