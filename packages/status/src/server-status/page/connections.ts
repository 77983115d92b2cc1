import { html } from 'ghtml'
import type { ProcessFigures } from '../figures.ts'
import type { Report } from '../report.ts'

/** The processes with their requests and connections. */
export function connectionTable ({ processes, total: { busy, idle, connections } }: Report): string {
  return html`<table rules="all" cellpadding="1%">
<tr><th rowspan="2">Slot</th><th rowspan="2">PID</th><th rowspan="2">Stopping</th><th colspan="2">Connections</th>
<th colspan="3">Threads</th><th colspan="4">Async connections</th></tr>
<tr><th>total</th><th>accepting</th><th>busy</th><th>graceful</th><th>idle</th><th>wait-io</th><th>writing</th><th>keep-alive</th><th>closing</th></tr>
!${processes.map(row)}<tr><td>Sum</td><td>${processes.length}</td><td>0</td><td>${connections.total}</td><td>&nbsp;</td><td>${busy}</td><td>0</td><td>${idle}</td><td>${connections.waitIo}</td><td>${connections.writing}</td><td>${connections.keepAlive}</td><td>${connections.closing}</td></tr>
</table>
`
}

function row ({ pid, busy, idle, connections }: ProcessFigures, slot: number): string {
  return html`<tr><td>${slot}</td><td>${pid}</td><td>no</td><td>${connections.total}</td><td>yes</td><td>${busy}</td><td>0</td><td>${idle}</td><td>${connections.waitIo}</td><td>${connections.writing}</td><td>${connections.keepAlive}</td><td>${connections.closing}</td></tr>
`
}
