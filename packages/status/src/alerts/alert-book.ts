import type { Alert, AlertRule, Condition } from './alert.ts'

/** For how long a condition must hold before its alert fires, and be away before it is resolved; in milliseconds. */
export interface Hold {
  readonly for: number
  readonly keepFiringFor: number
}

interface Entry {
  condition: Condition
  since: number
  firing: boolean
  /** Since when it is away; null: it holds. */
  awaySince: number | null
}

/** Makes alerts of conditions: each fires once and is resolved once, however often its condition comes and goes meanwhile. */
export class AlertBook {
  readonly #holds: Readonly<Record<AlertRule, Hold>>
  readonly #entries = new Map<string, Entry>()

  constructor (holds: Readonly<Record<AlertRule, Hold>>) {
    this.#holds = holds
  }

  /**
   * @param conditions all that hold now
   * @param now epoch milliseconds
   * @returns what is to be told
   */
  update (conditions: readonly Condition[], now: number): Alert[] {
    const told: Alert[] = []
    const holding = new Map(conditions.map(condition => [keyOf(condition), condition]))
    for (const [key, condition] of holding) {
      const entry = this.#entries.get(key) ?? this.#begin(key, condition, now)
      entry.awaySince = null
      if (!entry.firing) entry.condition = condition
      if (entry.firing || now - entry.since < this.#holds[condition.rule].for) continue
      entry.firing = true
      told.push(alertOf(entry, null))
    }
    for (const [key, entry] of this.#entries) {
      if (holding.has(key)) continue
      entry.awaySince ??= now
      if (entry.firing && now - entry.awaySince < this.#holds[entry.condition.rule].keepFiringFor) continue
      this.#entries.delete(key)
      if (entry.firing) told.push(alertOf(entry, entry.awaySince))
    }
    return told
  }

  #begin (key: string, condition: Condition, now: number): Entry {
    const entry: Entry = { condition, since: now, firing: false, awaySince: null }
    this.#entries.set(key, entry)
    return entry
  }
}

/** What stays the same however the reason changes. */
function keyOf ({ rule, balancer, member }: Condition): string {
  return `${rule} ${balancer ?? ''} ${member ?? ''}`
}

function alertOf ({ condition, since }: Entry, until: number | null): Alert {
  return { id: `${keyOf(condition)} ${since}`, state: until === null ? 'firing' : 'resolved', ...condition, since, until }
}
