import { formatNumber } from './number.ts'
import type { Report } from './report.ts'
import { formatTime, formatUptime } from './time.ts'

/** `?auto`: a line for each figure, for programs; names and order are httpd's. */
export function renderAuto (report: Report): string {
  const { serverName, now, startedAt, uptime, load, total, processes, isExtended } = report
  const { connections } = total
  return lines([
    serverName,
    `ServerVersion: ${report.serverVersion}`,
    'ServerMPM: event',
    `Server Built: ${report.serverBuilt}`,
    `CurrentTime: ${formatTime(now)}`,
    `RestartTime: ${formatTime(startedAt)}`,
    'ParentServerConfigGeneration: 1',
    'ParentServerMPMGeneration: 0',
    `ServerUptimeSeconds: ${uptime}`,
    `ServerUptime:${formatUptime(uptime)}`,
    `Load1: ${load[0]}`,
    `Load5: ${load[1]}`,
    `Load15: ${load[2]}`,
    ...(isExtended ? extended(report) : []),
    `BusyWorkers: ${total.busy}`,
    'GracefulWorkers: 0',
    `IdleWorkers: ${total.idle}`,
    `Processes: ${processes.length}`,
    'Stopping: 0',
    `ConnsTotal: ${connections.total}`,
    `ConnsAsyncWaitIO: ${connections.waitIo}`,
    `ConnsAsyncWriting: ${connections.writing}`,
    `ConnsAsyncKeepAlive: ${connections.keepAlive}`,
    `ConnsAsyncClosing: ${connections.closing}`,
    `Scoreboard: ${total.letters}`,
    ...balancers(report)
  ])
}

/** What only `ExtendedStatus` tells. Rates are left out where there is nothing to divide by. */
function extended ({ total: { accesses, kilobytes, duration, cpu }, uptime }: Report): string[] {
  const used = cpu.user + cpu.system
  return [
    `Total Accesses: ${accesses}`,
    `Total kBytes: ${kilobytes}`,
    `Total Duration: ${duration}`,
    `CPUUser: ${formatNumber(cpu.user)}`,
    `CPUSystem: ${formatNumber(cpu.system)}`,
    'CPUChildrenUser: 0',
    'CPUChildrenSystem: 0',
    ...(used > 0 && uptime > 0 ? [`CPULoad: ${formatNumber(used / uptime * 100)}`] : []),
    `Uptime: ${uptime}`,
    ...(uptime > 0 ? [`ReqPerSec: ${formatNumber(accesses / uptime)}`, `BytesPerSec: ${formatNumber(1024 * kilobytes / uptime)}`] : []),
    ...(accesses > 0 ? [`BytesPerReq: ${formatNumber(1024 * kilobytes / accesses)}`, `DurationPerReq: ${formatNumber(duration / accesses)}`] : [])
  ]
}

/** `ProxyStatus`. */
function balancers ({ balancers }: Report): string[] {
  return balancers.flatMap(({ url, members }, i) => [
    `ProxyBalancer[${i}]Name: ${url}`,
    ...members.flatMap((member, n) => {
      const prefix = `ProxyBalancer[${i}]Worker[${n}]`
      return [
        `${prefix}Name: ${member.url}`,
        `${prefix}Status: ${member.status}`,
        `${prefix}Elected: ${member.elected}`,
        `${prefix}Busy: ${member.busy}`,
        `${prefix}Sent: ${Math.floor(member.transferred / 1024)}K`,
        `${prefix}Rcvd: ${Math.floor(member.read / 1024)}K`
      ]
    })
  ])
}

function lines (all: readonly string[]): string {
  return all.map(line => `${line}\n`).join('')
}
