import t from 'tap'
import { renderPage } from '../../src/server-status/page/document.ts'
import { processFigures, report } from './support/report.ts'

t.test('facts, connections and scoreboard stand as in httpd', async t => {
  const page = renderPage(report({}, [processFigures({ cpu: { user: 0.05, system: 0.01 } })]), false)
  t.match(page, `<h1>Apache Server Status for proxy.test (via 127.0.0.1)</h1>

<dl><dt>Server Version: Apache/2.4.71 (x)</dt>
<dt>Server MPM: event</dt>
<dt>Server Built: y
</dt></dl><hr /><dl>
<dt>Current Time: Sunday, 22-Nov-2026 15:00:31 UTC</dt>
<dt>Restart Time: Sunday, 22-Nov-2026 15:00:30 UTC</dt>
<dt>Parent Server Config. Generation: 1</dt>
<dt>Parent Server MPM Generation: 0</dt>
<dt>Server uptime:  1 second</dt>
<dt>Server load: 3.88 4.21 3.49</dt>
<dt>Total accesses: 20 - Total Traffic: 663 kB - Total Duration: 15</dt>
<dt>CPU Usage: u.05 s.01 cu0 cs0 - 6% CPU load</dt>
<dt>20 requests/sec - 0.6 MB/second - 33.1 kB/request - .75 ms/request</dt>
<dt>1 requests currently being processed, 0 workers gracefully restarting, 2 idle workers</dt>
</dl>
`)
  t.match(page, '<tr><td>0</td><td>14151</td><td>no</td><td>1</td><td>yes</td><td>1</td><td>0</td><td>2</td><td>0</td><td>0</td><td>0</td><td>0</td></tr>\n<tr><td>Sum</td><td>1</td><td>0</td><td>1</td><td>&nbsp;</td><td>1</td>')
  t.match(page, '<pre>_W_</pre>\n<p>Scoreboard Key:<br />')
})

t.test('the scoreboard has 64 letters in a line', async t => {
  t.match(renderPage(report({}, [processFigures({ letters: '_'.repeat(128) })]), false), `<pre>${'_'.repeat(64)}\n${'_'.repeat(64)}</pre>`)
})

t.test('requests have a row each, or with notable a list, and cannot break the page', async t => {
  const table = renderPage(report(), false)
  t.match(table, `<tr><td><b>0-0</b></td><td>14151</td><td>0/1/1</td><td>_
</td><td>0.00</td><td>1</td><td>1</td><td>1</td><td>0.0</td><td>0.19</td><td>0.19
</td><td>127.0.0.1</td><td>http/1.1</td><td nowrap>proxy.test:18095</td><td nowrap>GET /bulk/t?size=200000 HTTP/1.1</td></tr>
`)
  t.match(table, '<td>1/0/0</td><td><b>W</b>\n')
  t.match(table, 'GET /server-status?a&lt;b HTTP/1.1')
  const list = renderPage(report(), true)
  t.match(list, `<hr /><h2>Server Details</h2>

<b>Server 0-0</b> (14151): 0|1|1 [Ready] u0 s0 cu0 cs0
 1 1 1(0 B|195.3 kB|195.3 kB)
 <i>127.0.0.1 {GET /bulk/t?size=200000 HTTP/1.1}</i> <i>(http/1.1)</i> <b>[proxy.test:18095]</b><br />
`)
  t.match(list, '1|0|0 [<b>Write</b>]')
  t.notMatch(list, '<th>Srv</th>')
})

t.test('without ExtendedStatus there are processes only', async t => {
  const page = renderPage(report({ isExtended: false }, [processFigures(), processFigures({ pid: 2, letters: '___' })]), false)
  t.match(page, 'PID Key: <br />\n<pre>\n   14151 in state: W \n   2 in state: _ \n</pre>')
  t.notMatch(page, /Total accesses|<th>Srv/)
})

t.test('a server that has just begun has no rates', async t => {
  t.match(renderPage(report({ uptime: 0 }, [processFigures({ accesses: 0 })]), false), 'CPU Usage: u0 s0 cu0 cs0</dt>\n<dt></dt>\n')
})

t.test('balancers have their two tables', async t => {
  const member = { url: 'http://127.0.0.1:18101', elected: 6, busy: 0, transferred: 1_245, read: 12_288 }
  const page = renderPage(report({}, [processFigures({ balancers: { mycluster: [member] } })]), false)
  t.match(page, `<hr />
<h1>Proxy LoadBalancer Status for balancer://mycluster</h1>



<table border="0"><tr><th>SSes</th><th>Timeout</th><th>Method</th></tr>
<tr><td>ROUTEID</td><td>0</td><td>byrequests</td>
</table>


<table border="0"><tr><th>Sch</th><th>Host</th><th>Stat</th><th>Route</th><th>Redir</th><th>F</th><th>Set</th><th>Acc</th><th>Busy</th><th>Wr</th><th>Rd</th></tr>
<tr>
<td>http</td><td>127.0.0.1</td><td>Init Ok </td><td>node1</td><td></td><td>1.50</td><td>0</td><td>6</td><td>0</td><td>1.2K</td><td> 12K</td>
</tr>
<tr>
<td>http</td><td>127.0.0.1</td><td>Init Dis </td><td>node2</td><td>node1</td><td>1.00</td><td>1</td><td>0</td><td>0</td><td>  0 </td><td>  0 </td>
</tr>
</table>
`)
  t.match(page, '<tr><td>JSESSIONID | jsessionid</td><td>3</td><td>bytraffic</td>')
  t.match(page, '<tr><td> - </td><td>0</td><td>byrequests</td>')
  t.match(page, /<tr><th>Rd<\/th><td>Number of bytes read<\/td><\/tr>\n<\/table><\/body><\/html>\n$/)
  t.notMatch(renderPage(report({ balancers: [] }), false), 'LoadBalancer')
})
