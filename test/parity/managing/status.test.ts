/** server-status, read by programs and by people, as a real httpd writes it (SS-01 to SS-03). */
import t from 'tap'
import { bytesOf, exchange } from '../../support/client.ts'
import type { Answer } from '../../support/client.ts'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { startPair } from '../../support/pair.ts'
import type { Side } from '../../support/pair.ts'
import { needs } from '../../support/skip.ts'

/** Lines that are there only when enough time has gone by. */
const occasional = /^(?:CPULoad|ReqPerSec|BytesPerSec):/

/** Lines whose values are of no machine and no moment. */
const settled = /^(?:ParentServer|Total Accesses|BusyWorkers|GracefulWorkers|IdleWorkers|Processes|Stopping|ProxyBalancer)/

async function ask ({ front }: Side, query: string, host = 'shown.test', method = 'GET'): Promise<Answer> {
  return exchange(front.port, bytesOf(`${method} /server-status${query}`, [`Host: ${host}`, 'Connection: close']))
}

/** The lines, with the values that any server gives after the same requests. */
async function lines (side: Side, host?: string): Promise<string[]> {
  const text = (await ask(side, '?auto', host)).body.toString()
  return text.split('\n').filter(line => !occasional.test(line)).map(line => {
    const [key = '', value = ''] = line.split(/(?<=^[^:]*):/)
    if (key === 'Scoreboard') return `Scoreboard:${[...value].sort().join('')}`
    return settled.test(key) ? line.replace(/127\.0\.0\.1:\d+/, 'HOST') : key
  })
}

t.test('server-status', needs('a real Apache httpd', hasHttpd(), httpdRemedy), async t => {
  const { same } = await startPair(t, ['surroundings', 'status'], ['A', 'B', 'C'], () => ({ body: 'x'.repeat(3000) }))

  await t.test('SS-01 ?auto tells the same lines in the same order', async t => {
    await same(t, async side => [await side.picks(5, '/app'), await side.picks(2, '/bulk')], ['A B A A B', 'C C'])
    const expected = [
      'shown.test', 'ServerVersion', 'ServerMPM', 'Server Built', 'CurrentTime', 'RestartTime', 'ParentServerConfigGeneration: 1',
      'ParentServerMPMGeneration: 0', 'ServerUptimeSeconds', 'ServerUptime', 'Load1', 'Load5', 'Load15', 'Total Accesses: 7', 'Total kBytes',
      'Total Duration', 'CPUUser', 'CPUSystem', 'CPUChildrenUser', 'CPUChildrenSystem', 'Uptime', 'BytesPerReq', 'DurationPerReq',
      'BusyWorkers: 1', 'GracefulWorkers: 0', 'IdleWorkers: 24', 'Processes: 1', 'Stopping: 0', 'ConnsTotal', 'ConnsAsyncWaitIO',
      'ConnsAsyncWriting', 'ConnsAsyncKeepAlive', 'ConnsAsyncClosing', `Scoreboard: ${'W'}${'_'.repeat(24)}`,
      'ProxyBalancer[0]Name: balancer://mycluster',
      ...member(0, 0, 'http://HOST', 'Init Ok', 3, '8K'), ...member(0, 1, 'http://HOST', 'Init Ok', 2, '5K'),
      ...member(0, 2, 'http://HOST', 'Init Err', 1, '0K'), ...member(0, 3, 'http://HOST/app', 'Init Dis', 0, '0K'),
      'ProxyBalancer[1]Name: balancer://bulk',
      ...member(1, 0, 'http://HOST', 'Init Ok', 2, '5K'), ...member(1, 1, 'http://HOST', 'Init Spar Ok', 0, '0K'), ...member(1, 2, 'http://HOST', 'Init Stby Ok', 0, '0K'),
      ''
    ]
    await same(t, lines, expected)
  })

  await t.test('SS-02 refresh, auto and notable combine; HEAD is GET, POST is nobody\'s', async t => {
    const head = async (side: Side, query: string, method?: string) => {
      const answer = await ask(side, query, undefined, method)
      return [answer.status, answer.all('refresh')[0], answer.all('content-type')[0]]
    }
    const html = 'text/html; charset=ISO-8859-1'
    const plain = 'text/plain; charset=ISO-8859-1'
    const expected: ReadonlyArray<readonly [query: string, ...told: unknown[]]> = [
      ['', 200, undefined, html], ['?refresh', 200, '10', html], ['?refresh=3', 200, '3', html], ['?auto&refresh=3', 200, '3', plain], ['?xautox', 200, undefined, plain],
      ['?refresh=0', 200, '10', html], ['?notable&refresh=5x', 200, '5', html]
    ]
    for (const [query, ...told] of expected) await same(t, side => head(side, query), told)
    await same(t, side => head(side, '?auto', 'HEAD'), [200, undefined, plain])
    await same(t, async side => (await head(side, '', 'POST'))[0], 404)
    await same(t, async side => (await ask(side, '?notable')).body.toString().includes('<h2>Server Details</h2>'), true)
  })

  await t.test('SS-03 without ProxyStatus there are no balancers', async t => {
    await same(t, async side => (await lines(side, 'hidden.test')).filter(line => line.startsWith('ProxyBalancer')), [])
    await same(t, async side => (await ask(side, '', 'hidden.test')).body.toString().includes('LoadBalancer'), false)
  })

  await t.test('the page has the same tables', async t => {
    await same(t, async side => headings((await ask(side, '')).body.toString()), [
      'Slot PID Stopping Connections Threads Async connections total accepting busy graceful idle wait-io writing keep-alive closing',
      'Srv PID Acc M CPU SS Req Dur Conn Child Slot Client Protocol VHost Request', 'Srv PID Acc M CPU SS Req Dur Conn Child Slot',
      'SSes Timeout Method', 'Sch Host Stat Route Redir F Set Acc Busy Wr Rd', 'SSes Timeout Method', 'Sch Host Stat Route Redir F Set Acc Busy Wr Rd',
      'SSes Timeout Sch Host Stat Route Redir F Acc Wr Rd'
    ])
    await same(t, async side => balancers((await ask(side, '')).body.toString()), [
      ['ROUTEID', '0', 'byrequests'],
      ['http', '127.0.0.1', 'Init Ok ', 'node1', '', '1.50', '0', '3', '0', '8.8K'],
      ['http', '127.0.0.1', 'Init Ok ', 'node2', 'node1', '1.00', '0', '2', '0', '5.9K'],
      ['http', '127.0.0.1', 'Init Err ', 'dead', '', '1.00', '0', '1', '0', '  0 '],
      ['http', '127.0.0.1', 'Init Dis ', 'off', '', '1.00', '1', '0', '0', '  0 '],
      ['JSESSIONID | jsessionid', '3', 'bytraffic'],
      ['http', '127.0.0.1', 'Init Ok ', '', '', '2.00', '0', '2', '0', '5.9K'],
      ['http', '127.0.0.1', 'Init Spar Ok ', '', '', '1.00', '0', '0', '0', '  0 '],
      ['http', '127.0.0.1', 'Init Stby Ok ', '', '', '1.00', '0', '0', '0', '  0 ']
    ])
  })
})

/** The headings of each table. */
function headings (page: string): string[] {
  return page.split('<table').slice(1).map(table => [...table.matchAll(/<th[^>]*>([^<]*)<\/th>/g)].map(([, text]) => text!.trim()).join(' '))
}

/** The cells of the tables of balancers, but what was sent: our request headers are not httpd's to the byte. */
function balancers (page: string): string[][] {
  const rows = page.slice(page.indexOf('LoadBalancer Status')).split('<tr>').filter(row => /^\s*<td/.test(row))
  return rows.map(row => [...row.matchAll(/<td>([^<]*)<\/td>/g)].map(([, text]) => text!).filter((_, column) => column !== 9))
}

function member (balancer: number, number: number, name: string, status: string, elected: number, read: string): string[] {
  const prefix = `ProxyBalancer[${balancer}]Worker[${number}]`
  return [`${prefix}Name: ${name}`, `${prefix}Status: ${status} `, `${prefix}Elected: ${elected}`, `${prefix}Busy: 0`, `${prefix}Sent: 0K`, `${prefix}Rcvd: ${read}`]
}
