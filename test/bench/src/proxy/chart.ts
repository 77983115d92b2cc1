/** Draws bars as SVG. */

export interface Bar {
  readonly label: string
  readonly value: number
  readonly isOurs: boolean
}

const left = 230
const room = 470
const rowHeight = 28

const style = `
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-size: 18px; font-weight: 600 }
.end { text-anchor: end }
.ground { fill: #ffffff }
.bar { fill: #8c959f } .ours { fill: #0969da }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .ground { fill: #0d1117 }
  .bar { fill: #6e7681 } .ours { fill: #58a6ff }
}`

/** One bar below the other, from zero; ours stand out. */
export function drawBars (title: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ value }) => value))
  const rows = bars.map(({ label, value, isOurs }, i) => {
    const y = 64 + i * rowHeight
    const width = Math.round(room * value / most)
    return `<text class="end" x="${left - 10}" y="${y + 14}">${label}</text>` +
      `<rect class="${isOurs ? 'ours' : 'bar'}" x="${left}" y="${y}" width="${width}" height="20" rx="2"/>` +
      `<text x="${left + width + 8}" y="${y + 14}">${value.toFixed(1)}</text>`
  })
  const height = 84 + bars.length * rowHeight
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 ${height}" width="800" height="${height}" role="img">
<title>${title}</title>
<style>${style}
</style>
<rect class="ground" width="800" height="${height}"/>
<text class="title" x="24" y="36">${title}</text>
${rows.join('\n')}
</svg>
`
}
