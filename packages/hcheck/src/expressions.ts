import { BadOptionError } from '@fastify-balancer/balancer'
import { readExpression } from '@fastify-balancer/core'
import type { CheckAnswer } from '@fastify-balancer/core'

/** Decides whether an answer passes: in httpd's expression language, or in JavaScript. */
export type ExpressionOption = string | ((answer: CheckAnswer) => boolean)

/** By the names that `hcexpr` uses. */
export type Expressions = ReadonlyMap<string, {
  readonly holds: (answer: CheckAnswer) => boolean
  /** What it says, for pages. */
  readonly text: string
}>

/** @throws FST_BALANCER_BAD_OPTION */
export function readExpressions (given: Readonly<Record<string, ExpressionOption>>): Expressions {
  return new Map(Object.entries(given).map(([name, expression]) => {
    if (!/^[^\s\p{Cc}]{1,15}$/u.test(name)) throw new BadOptionError(`expressions: a name has 1 to 15 characters without blanks, not "${name}"`)
    if (typeof expression === 'function') return [name, { holds: expression, text: `${expression.name}()` }]
    if (typeof expression !== 'string') throw new BadOptionError(`expressions.${name} must be a text or a function`)
    return [name, { holds: read(name, expression), text: expression }]
  }))
}

function read (name: string, text: string): (answer: CheckAnswer) => boolean {
  try {
    return readExpression(text)
  } catch (error) {
    throw new BadOptionError(`expressions.${name}: ${(error as Error).message}`)
  }
}
