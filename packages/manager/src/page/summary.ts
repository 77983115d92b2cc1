import { html } from 'ghtml'
import type { MemberLook } from '../look/member-look.ts'
import { words } from '../look/state.ts'
import type { State } from '../look/state.ts'
import { glyph } from './glyph.ts'

/** A state, and how many members are in it. */
export type Count = readonly [state: State, members: number]

/** How many members are in which state, what serves first; states without members are left out. */
export function countStates (members: Iterable<MemberLook>): Count[] {
  const counts = new Map<string, number>()
  for (const { state } of members) counts.set(state.word, (counts.get(state.word) ?? 0) + 1)
  return words.toReversed().flatMap(state => counts.has(state.word) ? [[state, counts.get(state.word)!]] : [])
}

/** The sum beside a balancer's heading: glyph, number and word of each state. */
export function summary (members: readonly MemberLook[]): string {
  return html`!${countStates(members).map(([{ kind, word }, count]) => html`<span>!${glyph(kind)}${count} ${word.toLowerCase()}</span>`)}`
}
