import { flag } from '@fastify-balancer/core'

/** What a state means to who looks: colour and glyph. */
export type Kind = 'ok' | 'slow' | 'drain' | 'idle' | 'err'

/** A member's state in one word. */
export interface State {
  readonly word: string
  readonly kind: Kind
}

/** The first that holds is told. */
const states: ReadonlyArray<readonly [flags: number, State]> = [
  [flag.S | flag.U, { word: 'Stopped', kind: 'idle' }],
  [flag.D, { word: 'Disabled', kind: 'idle' }],
  [flag.C, { word: 'Failing check', kind: 'err' }],
  [flag.E, { word: 'In error', kind: 'err' }],
  [flag.N, { word: 'Draining', kind: 'drain' }],
  [flag.H, { word: 'Standby', kind: 'idle' }],
  [flag.R, { word: 'Spare', kind: 'idle' }]
]

const slow: State = { word: 'Slow', kind: 'slow' }
const healthy: State = { word: 'Healthy', kind: 'ok' }

/** All words, what is worst first. */
export const words: readonly State[] = [
  { word: 'In error', kind: 'err' },
  { word: 'Failing check', kind: 'err' },
  slow,
  { word: 'Draining', kind: 'drain' },
  { word: 'Stopped', kind: 'idle' },
  { word: 'Disabled', kind: 'idle' },
  { word: 'Spare', kind: 'idle' },
  { word: 'Standby', kind: 'idle' },
  healthy
]

/** The colour and glyph of a state, by its word. */
export function kindOf (word: string): Kind {
  return words.find(state => state.word === word)?.kind ?? 'idle'
}

/** The word for a member's flags; of members without one, slow ones differ from healthy ones. */
export function stateOf (flags: number, isSlow: boolean): State {
  for (const [any, state] of states) {
    if ((flags & any) !== 0) return state
  }
  return isSlow ? slow : healthy
}
