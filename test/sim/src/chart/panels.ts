import type { Panel, PanelChart } from './chart.ts'
import { linear, logarithmic } from './scale.ts'
import type { Scale } from './scale.ts'
import { dot, gridLine, round, svg, text } from './svg.ts'

const left = 190
const plotWidth = 450
const rowHeight = 24
/** Above a panel's first row: its title. Below its last one: ticks, the axis' name and some air. */
const above = 44
const below = 56
const firstPanelAt = 50

type Kind = PanelChart['kind']

/** Draws panels of bars or dots, one row for each value. */
export function drawPanels ({ kind, title, panels }: PanelChart): string {
  const scaleOf = kind === 'dots' ? shareScale(panels) : ({ bars }: Panel) => linear(bars.map(({ value }) => value))
  let y = firstPanelAt
  let content = ''
  for (const panel of panels) {
    content += drawPanel(kind, panel, scaleOf(panel), y)
    y += above + panel.bars.length * rowHeight + below
  }
  return svg(title, y, content)
}

/** Panels that are to be compared with each other have the same scale. */
function shareScale (panels: readonly Panel[]): () => Scale {
  const scale = logarithmic(panels.flatMap(({ bars }) => bars.map(({ value }) => value)))
  return () => scale
}

function drawPanel (kind: Kind, { title, axis, bars }: Panel, scale: Scale, y: number): string {
  const top = y + above
  const bottom = top + bars.length * rowHeight
  let content = text('panel', 24, y + 26, title)
  for (const tick of scale.ticks) {
    const x = left + plotWidth * scale.place(tick)
    content += gridLine(x, top, x, bottom) + text('muted middle', x, bottom + 16, String(tick))
  }
  content += text('muted middle', left + plotWidth / 2, bottom + 34, axis)
  bars.forEach((bar, row) => {
    const middle = top + (row + 0.5) * rowHeight
    const x = left + plotWidth * scale.place(bar.value)
    content += text('end', left - 10, middle + 4, bar.label) + mark(kind, x, middle) + text('', x + 10, middle + 4, bar.text)
  })
  return content
}

function mark (kind: Kind, x: number, middle: number): string {
  if (kind === 'dots') return dot(0, x, middle)
  return `<rect class="fill0" x="${left}" y="${round(middle - 8)}" width="${round(x - left)}" height="16" rx="2"/>\n`
}
