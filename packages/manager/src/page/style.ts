import { createHash } from 'node:crypto'

/**
 * What the first paint needs: the colours, and the measures of text. The rest is in manager.css. Clients split the page at
 * the end of this, its one style element.
 */
export const style = `
:root{
 color-scheme:light dark;
 --bg:#f4f6f9;--surface:#fff;--sunk:#f7f9fb;--ink:#18202c;--muted:#556072;--line:#e2e7ee;--line2:#c6ced9;
 --accent:#1f56c3;--accent-soft:#e8effc;--on-accent:#fff;
 --ok:#0f7246;--drain:#6a3fc4;--drain-soft:#f2edfc;--warn:#8a5200;--warn-soft:#fdf2df;--err:#b3261e;--err-soft:#fdecea;--idle:#556072;
 --c2:#9fb6de;--c2line:#4a70b8;--c4:#c4770c;--c5:#cc3a30;--band:#c9d6ee;--full:#dfe5ee;
 --r1:#4a70b8;--r2:#9fb6de;--r3:#c4770c;--r4:#8d6fd1;--r5:#6f8a97;--r6:#2f8f83;--r7:#b0557a;
 --shadow:0 1px 2px rgb(24 32 44/.06);
 --font:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
 --mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;
}
@media (prefers-color-scheme:dark){:root{
 --bg:#0e131a;--surface:#161d27;--sunk:#1a222d;--ink:#e7ecf3;--muted:#9dabbd;--line:#273241;--line2:#3b495b;
 --accent:#8ab2ff;--accent-soft:#1c2b47;--on-accent:#0b1220;
 --ok:#5bd19a;--drain:#bba3ff;--drain-soft:#251f3c;--warn:#f2b75f;--warn-soft:#2e2413;--err:#ff9087;--err-soft:#351a1b;--idle:#9dabbd;
 --c2:#3c5b92;--c2line:#86a9ea;--c4:#e0a044;--c5:#f0665c;--band:#2c4270;--full:#2a3544;
 --r1:#86a9ea;--r2:#3f5f98;--r3:#e0a044;--r4:#a58af0;--r5:#7f97a3;--r6:#5cc4b5;--r7:#d98aaa;
 --shadow:none;
}}
*{box-sizing:border-box}
html{background:var(--bg);-webkit-text-size-adjust:100%}
body{margin:0;color:var(--ink);background:var(--bg);font:13px/20px var(--font);font-variant-numeric:tabular-nums}
svg.defs{position:absolute;width:0;height:0}
`

/** Names the style in a Content-Security-Policy. */
export const styleHash: string = `sha256-${createHash('sha256').update(style).digest('base64')}`
