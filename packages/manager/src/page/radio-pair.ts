import { html } from 'ghtml'

/** The two buttons that switch something on and off. */
export function radioPair (name: string, on: boolean): string {
  return html`<label for='${name}1'>On</label> <input name='${name}' id='${name}1' value='1' type=radio${on ? ' checked' : ''}> <br/> <label for='${name}0'>Off</label> <input name='${name}' id='${name}0' value='0' type=radio${on ? '' : ' checked'}>`
}
