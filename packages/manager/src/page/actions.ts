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

/** What an action asks of the JSON API: `+N`. */
function statusOf ({ field, value }: Action): string {
  return `${value === '1' ? '+' : '-'}${field.at(-1)}`
}

/**
 * A row's buttons, which open a preview and are of use with the script only, which shows them; and its commands, which open
 * without.
 * @param api where the JSON API is
 * @param id of the commands, in this page; null: without commands, as there are too many members
 */
export function actionButtons (look: MemberLook, api: string, balancer: string, id: string | null): string {
  const { member, name } = look
  const path = `balancers/${encodeURIComponent(balancer)}/members`
  const buttons = actionsFor(look).map(action => html`<button type="button" hidden data-act="${action.name}" data-field="${action.field}" data-value="${action.value}" data-url="${path}/${encodeURIComponent(member.url)}" data-status="${statusOf(action)}">${action.label}</button>`)
  if (id === null) return buttons.join('')
  const commands = actionsFor(look).map(action => html`<p>${action.label}</p>!${command(`${api}/${path}/${encodeURIComponent(member.route === '' ? member.url : name)}`, action)}`)
  return html`!${buttons}<button type="button" class="ghost" popovertarget="${id}">curl</button><div popover id="${id}"><h4>The same from a shell</h4>!${commands}</div>`
}

/** A command to copy. */
function command (url: string, action: Action): string {
  return html`<pre>curl --user "$USER" --json '{"status":"${statusOf(action)}"}' \
  --request PATCH \
  ${url}</pre>`
}
