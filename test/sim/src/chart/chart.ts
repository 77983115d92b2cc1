/** One value of a panel: what it stands for, where it lies, what is written beside it. */
export interface Bar {
  readonly label: string
  readonly value: number
  readonly text: string
}

/** Values on one axis. */
export interface Panel {
  readonly title: string
  readonly axis: string
  readonly bars: readonly Bar[]
}

/** Panels one below the other: as bars from zero, or as dots on a logarithmic axis that all of them share. */
export interface PanelChart {
  readonly kind: 'bars' | 'dots'
  readonly title: string
  readonly panels: readonly Panel[]
}

/** Values at named places, in the order of the chart's places. */
export interface Line {
  readonly label: string
  readonly values: readonly number[]
}

/** Lines over a logarithmic axis. The last place stands apart: no line leads there. */
export interface LineChart {
  readonly kind: 'lines'
  readonly title: string
  readonly x: string
  readonly y: string
  readonly places: readonly string[]
  readonly lines: readonly Line[]
}

export type Chart = PanelChart | LineChart
