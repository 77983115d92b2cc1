/** What the page shows of checks, where members may be checked. */
import type { HealthChecks } from '@fastify-balancer/balancer'
import { hcMethods } from '@fastify-balancer/core'
import type { MemberSnapshot } from '@fastify-balancer/core'
import { html } from 'ghtml'
import { healthFields } from '../health-fields.ts'
import type { Draft } from './view.ts'

export const healthHeadings: readonly string[] = ['HC Method', 'HC Interval', 'Passes', 'Fails', 'HC uri', 'HC Expr']

/** The texts of the cells under these headings. */
export function healthCells ({ hcmethod, hcinterval, hcpasses, hcfails, hcuri, hcexpr, health }: MemberSnapshot): string[] {
  return [hcmethod, `${hcinterval}ms`, `${hcpasses} (${health.passes})`, `${hcfails} (${health.fails})`, hcuri, hcexpr]
}

const labels: Readonly<Record<string, string>> = {
  w_hm: 'Method', w_he: 'Expr', w_hi: 'Interval (ms)', w_hp: 'Passes trigger', w_hf: 'Fails trigger)', w_hu: 'HC uri'
}

/** The rows of a member's form: as it is, or as it was sent. Unlike httpd's it can say that there is no expression. */
export function healthRows (member: MemberSnapshot, { expressions }: HealthChecks, draft: Draft | null): string {
  const choices: Readonly<Record<string, readonly string[]>> = {
    w_hm: hcMethods,
    w_he: expressions.length === 0 ? [] : ['', ...expressions.map(({ name }) => name)]
  }
  const rows = healthFields.map(({ name, show }) => {
    const options = choices[name]
    const value = draft?.texts.get(name) ?? show(member)
    const changed = value === show(member) ? '' : ' class=changed'
    if (options === undefined) {
      return html`<tr><td>${labels[name]}</td><td><input name='${name}' id='${name}' type='text' value="${value}"!${changed} aria-label="${labels[name]}"></td></tr>
`
    }
    return options.length === 0
      ? ''
      : html`<tr><td>${labels[name]}</td><td>!${select(name, options, value, changed)}</td></tr>
`
  })
  return html`<tr><td colspan='2'>
<table align='center'><tr><th>Health Check param</th><th>Value</th></tr>
!${rows}</table>
</td></tr>
`
}

function select (name: string, options: readonly string[], selected: string, changed: string): string {
  return html`<select name='${name}'!${changed} aria-label="${labels[name]}">
!${options.map(option => html`<option value='${option}' ${option === selected ? 'selected' : ''} >${option}</option>
`)}</select>
`
}

/** The table of all expressions; empty: there are none. */
export function expressionTable ({ expressions }: HealthChecks): string {
  if (expressions.length === 0) return ''
  return html`<table><tr><th colspan='2'>Health check cond. expressions:</th></tr>
<tr><th>Expr name</th><th>Expression</th></tr>
!${expressions.map(({ name, text }) => html`<tr><td>${name}</td><td>${text}</td></tr>
`)}</table><hr/>
`
}
