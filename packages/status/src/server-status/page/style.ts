import { createHash } from 'node:crypto'

/** The page's style. httpd's markup has no classes, and scrapers rely on that: elements are reached by their position. */
export const style = `
:root {
 color-scheme: light dark;
 --bg: #f4f6f9; --surface: #fff; --sunk: #eef1f5; --ink: #18202c; --muted: #556072; --line: #c6ced9; --busy: #1f56c3;
}
@media (prefers-color-scheme: dark) {
 :root { --bg: #0e131a; --surface: #161d27; --sunk: #1f2935; --ink: #e7ecf3; --muted: #9dabbd; --line: #3b495b; --busy: #8ab2ff; }
}
body { margin: 0 auto; max-width: 1440px; padding: 16px 24px 32px; background: var(--bg); color: var(--ink); font: 14px/20px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0 0 12px; font-size: 20px; line-height: 28px; }
h2 { font-size: 16px; }
dl { margin: 0; }
hr { margin: 20px 0; border: 0; border-top: 1px solid var(--line); }
pre { overflow-x: auto; padding: 12px; border: 1px solid var(--line); background: var(--surface); font: 13px/18px ui-monospace, monospace; }
p { color: var(--muted); font-size: 12px; }
table { margin: 12px 0; border: 1px solid var(--line); border-collapse: collapse; background: var(--surface); display: block; width: fit-content; max-width: 100%; overflow-x: auto; }
th, td { padding: 4px 10px; border: 1px solid var(--line); text-align: left; white-space: nowrap; }
th { background: var(--sunk); color: var(--muted); font-size: 12px; font-weight: 600; }
td b { color: var(--busy); }
`

/** Names the style in a Content-Security-Policy. */
export const styleHash: string = `sha256-${createHash('sha256').update(style).digest('base64')}`
