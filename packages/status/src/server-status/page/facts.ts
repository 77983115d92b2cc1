import { html } from 'ghtml'
import { formatBytes, formatKilobytes, formatNumber } from '../number.ts'
import type { Report } from '../report.ts'
import { formatTime, formatUptime } from '../time.ts'

/** The two lists at the top: what this server is, and what it does. */
export function facts (report: Report): string {
  const { now, startedAt, uptime, load, total: { busy, idle }, isExtended } = report
  return html`<dl><dt>Server Version: ${report.serverVersion}</dt>
<dt>Server MPM: event</dt>
<dt>Server Built: ${report.serverBuilt}
</dt></dl><hr /><dl>
<dt>Current Time: ${formatTime(now)}</dt>
<dt>Restart Time: ${formatTime(startedAt)}</dt>
<dt>Parent Server Config. Generation: 1</dt>
<dt>Parent Server MPM Generation: 0</dt>
<dt>Server uptime: ${formatUptime(uptime)}</dt>
<dt>Server load: ${load.join(' ')}</dt>
!${isExtended ? totals(report) : ''}<dt>${busy} requests currently being processed, 0 workers gracefully restarting, ${idle} idle workers</dt>
</dl>
`
}

function totals ({ total: { accesses, kilobytes, duration, cpu }, uptime }: Report): string {
  const used = cpu.user + cpu.system
  const load = used > 0 && uptime > 0 ? html` - ${formatNumber(used / uptime * 100)}% CPU load` : ''
  const bytes = kilobytes * 1024
  const rates = [
    ...(uptime > 0 ? [`${formatNumber(accesses / uptime)} requests/sec`, `${formatBytes(bytes / uptime)}/second`] : []),
    ...(accesses > 0 ? [`${formatBytes(bytes / accesses)}/request`, `${formatNumber(duration / accesses)} ms/request`] : [])
  ]
  return html`<dt>Total accesses: ${accesses} - Total Traffic: ${formatKilobytes(kilobytes)} - Total Duration: ${duration}</dt>
<dt>CPU Usage: u${formatNumber(cpu.user)} s${formatNumber(cpu.system)} cu0 cs0${load}</dt>
<dt>${rates.join(' - ')}</dt>
`
}
