import type { FastifyBaseLogger } from 'fastify'
import type { Log, LogLevel, LogMessage } from '@fastify-balancer/core'

type PinoLevel = 'error' | 'warn' | 'info' | 'debug' | 'trace'

const pinoLevel: Readonly<Record<LogLevel, PinoLevel>> = {
  error: 'error', warn: 'warn', info: 'info', debug: 'debug', trace1: 'trace', trace2: 'trace'
}

/** Writes httpd's messages to a Fastify logger: structured fields first, so that both `ah` and the text can be searched. */
export function logTo (logger: FastifyBaseLogger): Log {
  return (message, ...values) => write(logger, message, values)
}

/** Whether anybody reads messages of single requests; if not, none are made. */
export function isVerbose (logger: FastifyBaseLogger): boolean {
  const { isLevelEnabled } = logger as { isLevelEnabled?: (level: string) => boolean }
  return isLevelEnabled?.call(logger, 'debug') ?? false
}

function write<A extends readonly unknown[]> (logger: FastifyBaseLogger, message: LogMessage<A>, values: A): void {
  const { ah, module, level, text } = message
  logger[pinoLevel[level]]({ ah, module, httpdLevel: level }, text(...values))
}
