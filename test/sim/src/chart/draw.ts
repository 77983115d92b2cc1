import type { Chart } from './chart.ts'
import { drawLines } from './lines.ts'
import { drawPanels } from './panels.ts'

/** Draws a chart as SVG. */
export function draw (chart: Chart): string {
  return chart.kind === 'lines' ? drawLines(chart) : drawPanels(chart)
}
