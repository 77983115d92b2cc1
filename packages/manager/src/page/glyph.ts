import { html } from 'ghtml'
import type { Kind } from '../look/state.ts'

/** A state, or what else happened. */
export type Glyph = Kind | 'edit' | 'dot'

/** A sign of the page, decoration beside the word that says the same. */
export function glyph (kind: Glyph): string {
  return html`<svg class="g ${kind}" aria-hidden="true"><use href="#g-${kind}"/></svg>`
}

/** The shapes of all signs; each is told from the others without its colour. */
export const glyphs = `<svg class="defs" aria-hidden="true"><defs>
<symbol id="g-ok" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="currentColor"/><path d="M4.5 8.4 7 10.8 11.4 5.7" fill="none" stroke="var(--surface)" stroke-width="1.8"/></symbol>
<symbol id="g-drain" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M2 8a6 6 0 0 0 12 0z" fill="currentColor"/></symbol>
<symbol id="g-idle" viewBox="0 0 16 16"><path d="M8 1.6 14.4 8 8 14.4 1.6 8z" fill="none" stroke="currentColor" stroke-width="1.6"/></symbol>
<symbol id="g-err" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" rx="2" fill="currentColor"/><path d="M5 5l6 6M11 5l-6 6" stroke="var(--surface)" stroke-width="1.8"/></symbol>
<symbol id="g-slow" viewBox="0 0 16 16"><path d="M8 1l7 13.5H1z" fill="currentColor"/><path d="M8 6v4.2M8 11.6v1.4" stroke="var(--surface)" stroke-width="1.6"/></symbol>
<symbol id="g-edit" viewBox="0 0 16 16"><path d="M2 14l1-4 8-8 3 3-8 8z" fill="none" stroke="currentColor" stroke-width="1.6"/></symbol>
<symbol id="g-dot" viewBox="0 0 16 16"><circle cx="8" cy="8" r="4.2" fill="currentColor" stroke="currentColor" stroke-width="1.6"/></symbol>
</defs></svg>
`
