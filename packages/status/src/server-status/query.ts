/** What a query asks of the page; its words are found anywhere in it, as in httpd. */
export interface Wanted {
  /** `auto`: lines for programs. */
  readonly auto: boolean
  /** `notable`: lists instead of tables. */
  readonly notable: boolean
  /** `refresh`, `refresh=N`: seconds; null: not asked. */
  readonly refresh: number | null
}

const usualRefresh = 10

export function readQuery (query: string): Wanted {
  const refresh = /refresh(?:=(\d+))?/.exec(query)
  return {
    auto: query.includes('auto'),
    notable: query.includes('notable'),
    refresh: refresh === null ? null : Number(refresh[1] ?? 0) || usualRefresh
  }
}
