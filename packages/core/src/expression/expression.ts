import { readCondition } from './condition.ts'
import { Reader } from './reader.ts'

/** What an expression is about: the answer to a check. */
export interface CheckAnswer {
  readonly status: number
  /** Names in lower case; values of several lines with a comma between. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type Expression = (answer: CheckAnswer) => boolean

/**
 * Reads what of httpd's expression language (ap_expr) is about such an answer: `%{REQUEST_STATUS}`, `%{HC_BODY}`,
 * `%{CONTENT_TYPE}`, `resp('Name')`, `hc('body')`; texts, numbers and `.` between words; `==` `!=` `<` `<=` `>` `>=`, `-eq` and its like,
 * `=~` `!~`, `in {…}`, `-z` `-n` `-T`; `!` `&&` `||`, `true`, `false` and parentheses.
 * @throws FST_BALANCER_BAD_PARAMETER with the place where it does not go on
 */
export function readExpression (text: string): Expression {
  const reader = new Reader(text)
  const condition = readCondition(reader)
  if (reader.take(/$/y) === null) reader.fail('nothing more is understood')
  return condition
}
