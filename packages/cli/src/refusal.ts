/** Something the operator has to put right; the message is the one line that says what. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** An error in words: its message where that says it all, else its stack. */
export function explain (error: unknown): string {
  const { code, message, stack } = error as NodeJS.ErrnoException
  const saysAll = error instanceof Refusal || code?.startsWith('FST_BALANCER_')
  return (saysAll ? message : stack) ?? String(error)
}
