/** Every chart's width, in pixels. */
export const width = 800

/** Colours follow the reader's choice of light or dark, where the chart is shown by itself or in a page. */
const style = `
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-size: 18px; font-weight: 600 }
.panel { font-weight: 600 }
.muted { fill: #57606a; font-size: 12px }
.end { text-anchor: end }
.middle { text-anchor: middle }
.ground { fill: #ffffff }
.grid { stroke: #d8dee4 }
.fill0 { fill: #0969da } .stroke0 { stroke: #0969da }
.fill1 { fill: #bc4c00 } .stroke1 { stroke: #bc4c00 }
.fill2 { fill: #1a7f37 } .stroke2 { stroke: #1a7f37 }
.line { fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .muted { fill: #9198a1 }
  .ground { fill: #0d1117 }
  .grid { stroke: #30363d }
  .fill0 { fill: #58a6ff } .stroke0 { stroke: #58a6ff }
  .fill1 { fill: #f0883e } .stroke1 { stroke: #f0883e }
  .fill2 { fill: #3fb950 } .stroke2 { stroke: #3fb950 }
}`

/** A whole picture around its content. */
export function svg (title: string, height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escape(title)}</title>
<style>${style}
</style>
<rect class="ground" width="${width}" height="${height}"/>
${text('title', 24, 36, title)}${content}</svg>
`
}

/** @param classes names of the style's classes, parted by blanks */
export function text (classes: string, x: number, y: number, words: string): string {
  return `<text class="${classes}" x="${round(x)}" y="${round(y)}">${escape(words)}</text>\n`
}

export function gridLine (x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="grid" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>\n`
}

export function dot (series: number, x: number, y: number): string {
  return `<circle class="fill${series}" cx="${round(x)}" cy="${round(y)}" r="5"/>\n`
}

/** Tenths of a pixel are fine enough, and short. */
export function round (pixels: number): number {
  return Math.round(10 * pixels) / 10
}

function escape (words: string): string {
  return words.replace(/[&<>]/g, char => `&#${char.charCodeAt(0)};`)
}
