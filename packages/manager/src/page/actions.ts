import { html } from 'ghtml'
import type { MemberLook } from '../look/member-look.ts'

/** What an operator is likely to do to a member, in one field of httpd's form. */
export interface Action {
  readonly name: string
  readonly label: string
  readonly field: string
  readonly value: '0' | '1'
  /** What becomes of it, in words. */
  readonly consequence: string
  readonly isHarsh?: boolean
}

const drain: Action = { name: 'drain', label: 'Drain', field: 'w_status_N', value: '1', consequence: 'No new sessions; those it has stay.' }
const undrain: Action = { name: 'enable', label: 'Enable', field: 'w_status_N', value: '0', consequence: 'Takes new sessions again. No session moves.' }
const disable: Action = { name: 'disable', label: 'Disable', field: 'w_status_D', value: '1', consequence: 'Its sessions fail over with their next request; what they hold in memory is lost.', isHarsh: true }
const enable: Action = { name: 'enable', label: 'Enable', field: 'w_status_D', value: '0', consequence: 'Takes requests again.' }
const stop: Action = { name: 'stop', label: 'Stop now', field: 'w_status_S', value: '1', consequence: 'Its sessions fail over with their next request; what they hold in memory is lost.', isHarsh: true }
const start: Action = { name: 'start', label: 'Start', field: 'w_status_S', value: '0', consequence: 'Takes requests again.' }

const byState: Readonly<Record<string, readonly Action[]>> = {
  Stopped: [start],
  Disabled: [enable],
  'Failing check': [drain, disable],
  'In error': [drain, disable],
  Draining: [undrain, stop],
  Standby: [disable],
  Spare: [disable],
  Slow: [drain, disable],
  Healthy: [drain, disable]
}

/** The likely actions for a member's state. */
export function actionsFor ({ state }: Pick<MemberLook, 'state'>): readonly Action[] {
  return byState[state.word]!
}

/** A row's buttons. They open a preview and are of use with the script only, which shows them. */
export function actionButtons (look: MemberLook): string {
  return html`!${actionsFor(look).map(({ name, label, field, value }) => html`<button type="button" hidden data-act="${name}" data-field="${field}" data-value="${value}">${label}</button>`)}`
}
