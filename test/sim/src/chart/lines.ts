import type { Line, LineChart } from './chart.ts'
import { logarithmic } from './scale.ts'
import { dot, gridLine, round, svg, text, width } from './svg.ts'

const left = 80
const right = width - 30
const top = 120
const bottom = 400
const height = 470
const legendWidth = 230

/** Draws lines from place to place; the highest value of each is written above its dot. */
export function drawLines ({ title, x, y, places, lines }: LineChart): string {
  const scale = logarithmic(lines.flatMap(({ values }) => values))
  const xOf = (place: number): number => left + (right - left) * (place + 0.5) / places.length
  const yOf = (value: number): number => bottom - (bottom - top) * scale.place(value)
  let content = text('muted', 24, top - 16, y)
  for (const tick of scale.ticks) {
    content += gridLine(left, yOf(tick), right, yOf(tick)) + text('muted end', left - 8, yOf(tick) + 4, String(tick))
  }
  places.forEach((place, i) => { content += text('muted middle', xOf(i), bottom + 20, place) })
  content += text('muted middle', (left + right) / 2, bottom + 46, x)
  lines.forEach((line, series) => { content += drawLine(line, series, xOf, yOf) })
  return svg(title, height, content)
}

function drawLine ({ label, values }: Line, series: number, xOf: (place: number) => number, yOf: (value: number) => number): string {
  const legendX = 30 + legendWidth * series
  const corners = values.slice(0, -1).map((value, place) => `${round(xOf(place))},${round(yOf(value))}`)
  const highest = Math.max(...values)
  return dot(series, legendX, 66) + text('', legendX + 12, 70, label) +
    `<polyline class="line stroke${series}" points="${corners.join(' ')}"/>\n` +
    values.map((value, place) => dot(series, xOf(place), yOf(value))).join('') +
    text('muted middle', xOf(values.indexOf(highest)), yOf(highest) - 11, highest.toFixed(0))
}
