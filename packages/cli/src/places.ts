/** Finds where a directive stands whose place the configuration does not carry. */
import type { Configuration, Place } from '@fastify-balancer/conf'

/** Its line when there is only one such in the file, else where its server begins. */
export function placeOf ({ report }: Pick<Configuration, 'report'>, directive: string, server: Place | null): Place | null {
  const lines = report.filter(line => line.directive.toLowerCase() === directive.toLowerCase())
  return lines.length === 1 ? lines[0]! : server
}
