import { BadOptionError } from '@fastify-balancer/balancer'

/** @throws FST_BALANCER_BAD_OPTION for a slip of the pen, which would be passed over otherwise */
export function checkNames (options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find(name => !known.includes(name))
  if (unknown !== undefined) throw new BadOptionError(`unknown option ${unknown}`)
}

/** @throws FST_BALANCER_BAD_OPTION */
export function checkCount (name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) throw new BadOptionError(`${name} must be a whole number of at least 1, not ${JSON.stringify(value)}`)
}
