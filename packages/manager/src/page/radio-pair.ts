import { html } from 'ghtml'

/**
 * The two buttons that switch something on and off.
 * @param label of what they switch
 * @param isChanged it is not applied yet
 */
export function radioPair (name: string, on: boolean, label: string, isChanged: boolean): string {
  const ours = html` aria-label="${label} `
  const mark = isChanged ? ' class=changed' : ''
  return html`<label for='${name}1'>On</label> <input name='${name}' id='${name}1' value='1' type=radio${on ? ' checked' : ''}!${ours}on"!${mark}> <br/> <label for='${name}0'>Off</label> <input name='${name}' id='${name}0' value='0' type=radio${on ? '' : ' checked'}!${ours}off"!${mark}>`
}
