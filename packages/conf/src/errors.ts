/** How a line is refused, and then the file. */
import { BadParameterError } from '@fastify-balancer/core'
import createError from '@fastify/error'
import type { FastifyErrorConstructor } from '@fastify/error'
import type { Entry } from './report.ts'

const FstBalancerConf: FastifyErrorConstructor<{ code: 'FST_BALANCER_CONF' }, [string]> =
  createError('FST_BALANCER_CONF', '%s')

/** A file with lines that cannot be used. The message has one line for each: `httpd.conf:12: ProxyPas: unknown directive`. */
export class ConfigurationError extends FstBalancerConf {
  /** The refused lines, in the order read; `note` is the reason. */
  readonly refusals: readonly Entry[]
  /** All lines of the file, in the order read. */
  readonly report: readonly Entry[]

  constructor (report: readonly Entry[]) {
    const refusals = report.filter(({ verdict }) => verdict === 'refused')
    super(refusals.map(({ file, line, directive, note }) => `${file}:${line}: ${directive}: ${note}`).join('\n'))
    this.refusals = refusals
    this.report = report
  }
}

/** Refuses the line that is being read. Core's readers of parameters refuse by the same error. */
export function refuse (reason: string): never {
  throw new BadParameterError(reason)
}

/** Carries `read` out; what it refuses is handed to `refused`. */
export function attempt<T> (read: () => T, refused: (reason: string) => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof BadParameterError) return refused(error.message)
    throw error
  }
}
