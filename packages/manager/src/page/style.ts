import { createHash } from 'node:crypto'

/** The page's style. Elements are reached by their position: httpd's markup has no classes, and clients rely on that. */
export const style = `
:root {
 color-scheme: light dark;
 --bg: #f4f6f9; --surface: #fff; --sunk: #eef1f5; --ink: #18202c; --muted: #556072; --line: #c6ced9; --accent: #1f56c3;
}
@media (prefers-color-scheme: dark) {
 :root { --bg: #0e131a; --surface: #161d27; --sunk: #1f2935; --ink: #e7ecf3; --muted: #9dabbd; --line: #3b495b; --accent: #8ab2ff; }
}
body { margin: 0 auto; max-width: 1440px; padding: 16px 24px 32px; background: var(--bg); color: var(--ink); font: 14px/20px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 28px; }
h3 { margin: 0 0 12px; font-size: 16px; }
a { color: var(--accent); }
dl { margin: 0; color: var(--muted); font-size: 12px; line-height: 18px; }
hr { margin: 24px 0; border: 0; border-top: 1px solid var(--line); }
table { border: 1px solid var(--line); border-collapse: collapse; background: var(--surface); }
th, td { padding: 6px 12px; border-top: 1px solid var(--line); text-align: left; vertical-align: baseline; }
th { background: var(--sunk); color: var(--muted); font-size: 12px; font-weight: 600; white-space: nowrap; }
h3 + table td, br + table td { white-space: nowrap; }
br + table { width: 100%; }
br + table :is(th, td):is(:nth-child(4), :nth-child(5), :nth-child(n+7)) { text-align: right; }
form td:first-child { color: var(--muted); white-space: nowrap; }
form table table td:first-child { color: inherit; }
input, select { padding: 4px 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--bg); color: inherit; font: inherit; max-width: 100%; box-sizing: border-box; }
input[type=submit] { padding: 6px 16px; border-color: var(--accent); background: var(--accent); color: var(--surface); font-weight: 600; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (max-width: 900px) {
 body { padding: 16px 12px 32px; }
 body > table, form > table { display: block; overflow-x: auto; }
}
`

/** Names the style in a Content-Security-Policy. */
export const styleHash: string = `sha256-${createHash('sha256').update(style).digest('base64')}`
