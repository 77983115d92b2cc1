/** What the hcheck plugin tells its neighbours. */
export interface HealthChecks {
  /** The expressions that `hcexpr` may name, in their order; `text` is what they say. */
  readonly expressions: ReadonlyArray<{ readonly name: string, readonly text: string }>
}
