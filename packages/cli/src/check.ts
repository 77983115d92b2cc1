/** `fastify-balancer check`: says what becomes of every line of a file. */
import { ConfigurationError, printReport } from '@fastify-balancer/conf'
import type { CheckArguments } from './arguments.ts'
import { createContexts } from './front/contexts.ts'
import type { Io } from './io.ts'
import { readFile } from './read-file.ts'

/**
 * Prints a line for each directive.
 * @returns the exit code: 1 when one is refused
 * @throws Refusal when there is no such file, or when a certificate does not work
 */
export function check ({ file, define }: CheckArguments, io: Io): number {
  try {
    const { report, main, virtualHosts } = readFile(file, define, io)
    io.stdout.write(`${printReport(report)}\n`)
    createContexts([main, ...virtualHosts])
    return 0
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    io.stdout.write(`${printReport(error.report)}\n`)
    return 1
  }
}
