/** Who asks, once a guarded scope has let the request in. */
export interface Operator {
  /** The user who has logged in; null: somebody who got in without. */
  readonly name: string | null
  /** `request.ip`; empty on a Unix socket, which has none. */
  readonly address: string
  /** Whether it is more than looking that is allowed. */
  readonly mayChange: boolean
}

/** How an operator is written down in the record of changes: `alice@10.0.0.5`, `10.0.0.5` without a login, `alice@` on a Unix socket. */
export function signatureOf ({ name, address }: Operator): string {
  return name === null ? address : `${name}@${address}`
}
