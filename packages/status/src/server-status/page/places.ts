import { html } from 'ghtml'
import type { PlaceFigures, ProcessFigures } from '../figures.ts'
import { formatBytes } from '../number.ts'
import type { Report } from '../report.ts'
import { escape } from './escape.ts'

/** A place with its process, for a row. */
interface Row {
  readonly server: string
  readonly process: ProcessFigures
  readonly place: PlaceFigures
  /** Seconds since its request came. */
  readonly age: number
}

const words: Readonly<Record<string, string>> = { _: 'Ready', R: 'Read', W: 'Write' }

/** The requests in flight, and the last one of each place that is free. Without `ExtendedStatus`: only the processes. */
export function places ({ processes, isExtended, now }: Report, notable: boolean): string {
  if (!isExtended) return processKey(processes)
  const rows = processes.flatMap((process, slot) => process.places.map((place): Row => ({
    server: `${slot}-0`, process, place, age: Math.max(0, Math.floor((now - place.at) / 1000))
  })))
  return notable ? list(rows) : table(rows)
}

function table (rows: readonly Row[]): string {
  return html`

<table border="0"><tr><th>Srv</th><th>PID</th><th>Acc</th><th>M</th><th>CPU
</th><th>SS</th><th>Req</th><th>Dur</th><th>Conn</th><th>Child</th><th>Slot</th><th>Client</th><th>Protocol</th><th>VHost</th><th>Request</th></tr>

!${rows.map(tableRow)}</table>
 !${legend}`
}

function tableRow ({ server, process, place, age }: Row): string {
  const { letter, accesses, onConnection, lastDuration, duration, client, protocol, vhost, request } = place
  const mode = letter === '_' ? letter : html`<b>${letter}</b>`
  const megabytes = (place.bytes / 1024 ** 2).toFixed(2)
  return html`<tr><td><b>${server}</b></td><td>${process.pid}</td><td>${onConnection}/${accesses}/${accesses}</td><td>!${mode}
</td><td>0.00</td><td>${age}</td><td>${Math.round(lastDuration)}</td><td>${Math.round(duration)}</td><td>0.0</td><td>${megabytes}</td><td>${megabytes}
</td><td>${client}</td><td>${protocol}</td><td nowrap>!${escape(vhost)}</td><td nowrap>!${escape(request)}</td></tr>

`
}

function list (rows: readonly Row[]): string {
  return html`<hr /><h2>Server Details</h2>

!${rows.map(listItem)}`
}

function listItem ({ server, process, place, age }: Row): string {
  const { letter, accesses, onConnection, lastDuration, duration, client, protocol, vhost, request } = place
  const word = words[letter]!
  const mode = letter === '_' ? word : html`<b>${word}</b>`
  const bytes = formatBytes(place.bytes)
  return html`<b>Server ${server}</b> (${process.pid}): ${onConnection}|${accesses}|${accesses} [!${mode}] u0 s0 cu0 cs0
 ${age} ${Math.round(lastDuration)} ${Math.round(duration)}(0 B|${bytes}|${bytes})
 <i>${client} {!${escape(request)}}</i> <i>(${protocol})</i> <b>[!${escape(vhost)}]</b><br />

`
}

const legend = ` <hr /> <table>
 <tr><th>Srv</th><td>Child Server number - generation</td></tr>
 <tr><th>PID</th><td>OS process ID</td></tr>
 <tr><th>Acc</th><td>Number of accesses this connection / this child / this slot</td></tr>
 <tr><th>M</th><td>Mode of operation</td></tr>
<tr><th>CPU</th><td>CPU usage, number of seconds</td></tr>
<tr><th>SS</th><td>Seconds since beginning of most recent request</td></tr>
 <tr><th>Req</th><td>Milliseconds required to process most recent request</td></tr>
 <tr><th>Dur</th><td>Sum of milliseconds required to process all requests</td></tr>
 <tr><th>Conn</th><td>Kilobytes transferred this connection</td></tr>
 <tr><th>Child</th><td>Megabytes transferred this child</td></tr>
 <tr><th>Slot</th><td>Total megabytes transferred this slot</td></tr>
 </table>
`

function processKey (processes: readonly ProcessFigures[]): string {
  return html`
PID Key: <br />
<pre>
!${processes.map(({ pid, letters }) => html`   ${pid} in state: ${letters.includes('W') ? 'W' : '_'} 
`)}</pre>
<hr />To obtain a full report with current status information you need to use the <code>ExtendedStatus On</code> directive.
`
}
