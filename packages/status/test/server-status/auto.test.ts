import t from 'tap'
import { renderAuto } from '../../src/server-status/auto.ts'
import { processFigures, report, started } from './support/report.ts'

const head = `proxy.test
ServerVersion: Apache/2.4.71 (x)
ServerMPM: event
Server Built: y
CurrentTime: Sunday, 22-Nov-2026 15:00:31 UTC
RestartTime: Sunday, 22-Nov-2026 15:00:30 UTC
ParentServerConfigGeneration: 1
ParentServerMPMGeneration: 0
ServerUptimeSeconds: 1
ServerUptime: 1 second
Load1: 3.88
Load5: 4.21
Load15: 3.49
`
const tail = `BusyWorkers: 1
GracefulWorkers: 0
IdleWorkers: 2
Processes: 1
Stopping: 0
ConnsTotal: 1
ConnsAsyncWaitIO: 0
ConnsAsyncWriting: 0
ConnsAsyncKeepAlive: 0
ConnsAsyncClosing: 0
Scoreboard: _W_
`

t.test('the lines are those of httpd, figure by figure', async t => {
  const members = [{ url: 'http://127.0.0.1:18101', elected: 6, busy: 1, transferred: 2047, read: 12 * 1024 }]
  t.equal(renderAuto(report({}, [processFigures({ balancers: { mycluster: members } })])), `${head}Total Accesses: 20
Total kBytes: 663
Total Duration: 15
CPUUser: 0
CPUSystem: 0
CPUChildrenUser: 0
CPUChildrenSystem: 0
Uptime: 1
ReqPerSec: 20
BytesPerSec: 678912
BytesPerReq: 33945.6
DurationPerReq: .75
${tail}ProxyBalancer[0]Name: balancer://mycluster
ProxyBalancer[0]Worker[0]Name: http://127.0.0.1:18101
ProxyBalancer[0]Worker[0]Status: Init Ok ${''}
ProxyBalancer[0]Worker[0]Elected: 6
ProxyBalancer[0]Worker[0]Busy: 1
ProxyBalancer[0]Worker[0]Sent: 1K
ProxyBalancer[0]Worker[0]Rcvd: 12K
ProxyBalancer[0]Worker[1]Name: http://127.0.0.1:18102/app
ProxyBalancer[0]Worker[1]Status: Init Dis ${''}
ProxyBalancer[0]Worker[1]Elected: 0
ProxyBalancer[0]Worker[1]Busy: 0
ProxyBalancer[0]Worker[1]Sent: 0K
ProxyBalancer[0]Worker[1]Rcvd: 0K
ProxyBalancer[1]Name: balancer://bulk
ProxyBalancer[2]Name: balancer://plain
`)
})

t.test('without ExtendedStatus there are no totals, without ProxyStatus no balancers', async t => {
  t.equal(renderAuto(report({ isExtended: false, balancers: [] })), head + tail)
})

t.test('a server that has just begun has no rates', async t => {
  const text = renderAuto(report({ uptime: 0 }, [processFigures({ accesses: 0 })]))
  t.match(text, 'ServerUptime:\n')
  t.match(text, 'CPUChildrenSystem: 0\nUptime: 0\nBusyWorkers')
})

t.test('several processes are one server: it is as old as the oldest, and sums are told', async t => {
  const member = { url: 'http://127.0.0.1:18101', elected: 3, busy: 1, transferred: 1024, read: 512 }
  const first = processFigures({ cpu: { user: 1.234, system: 0.5 }, balancers: { mycluster: [member] } })
  const second = processFigures({ startedAt: started - 93_784_000, cpu: { user: 1, system: 0 }, letters: 'WW_', busy: 2, idle: 1, balancers: { mycluster: [member, { ...member, url: 'http://else' }] } })
  const text = renderAuto(report({}, [first, second]))
  t.match(text, 'RestartTime: Saturday, 21-Nov-2026 12:57:26 UTC')
  t.match(text, 'ServerUptimeSeconds: 93785\nServerUptime: 1 day 2 hours 3 minutes 5 seconds\n')
  t.match(text, 'Total Accesses: 40\nTotal kBytes: 1326\nTotal Duration: 30\nCPUUser: 2.23\nCPUSystem: .5\n')
  t.match(text, 'CPULoad: .00291091\nUptime: 93785\nReqPerSec: .000426507\n')
  t.match(text, 'BusyWorkers: 3\nGracefulWorkers: 0\nIdleWorkers: 3\nProcesses: 2\n')
  t.match(text, 'Scoreboard: _W_WW_\n')
  t.match(text, 'ProxyBalancer[0]Worker[0]Elected: 6\nProxyBalancer[0]Worker[0]Busy: 2\nProxyBalancer[0]Worker[0]Sent: 2K\nProxyBalancer[0]Worker[0]Rcvd: 1K\n')
})
