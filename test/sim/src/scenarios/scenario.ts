import type { Chart } from '../chart/chart.ts'
import type { Table } from '../table.ts'

/** What a scenario found out. */
export interface Report {
  readonly title: string
  readonly table: Table
  readonly chart: Chart
}

export interface Run {
  readonly seed: number
  /** Smaller, for a first look: the figures are rougher. */
  readonly quick: boolean
  /** Told that one of the scenario's steps is done. */
  readonly step: () => void
}

export interface Scenario {
  /** What `--scenario` calls it; its chart's file is named so too. */
  readonly name: string
  /** How many steps a run has. */
  readonly steps: number
  readonly run: (run: Run) => Report
}
