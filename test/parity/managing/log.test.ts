/** With `LogLevel proxy:trace2` our error log tells an operator's grep what httpd's tells. */
import t from 'tap'
import { startBoth } from '../../support/both.ts'
import { bytesOf } from '../../support/client.ts'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { seed } from '../../support/seed.ts'
import type { Front } from '../../support/site.ts'
import { needs } from '../../support/skip.ts'

/** The numbers of the decisions: a rule is tried, it matches, the lbmethod is asked, it has selected. */
const decisions = ['AH03461', 'AH03464', 'AH10122', 'AH10123']

const requests = [
  bytesOf('GET /api/first', ['Host: api.example.com']),
  bytesOf('GET /api/sticky', ['Host: api.example.com', 'Cookie: SESSIONID=x.api2']),
  bytesOf('GET /api/unknown', ['Host: api.example.com', 'Cookie: SESSIONID=x.api9'])
]

t.test('the decisions about a request (seeds 5 and 4)', needs('a real Apache httpd', hasHttpd(), httpdRemedy), async t => {
  const { httpd, ours } = await startBoth(t, ['5-api-cluster', '4-loglevel'].map(seed), ['api1.local', 'api2.local'])
  for (const bytes of requests) {
    await httpd.ask(bytes)
    await ours.ask(bytes)
  }
  await Promise.all([httpd.front.end(), ours.front.end()])
  t.strictSame(await decided(ours.front), await decided(httpd.front))

  // LogLevel proxy:trace2 shows httpd's proxy_balancer nothing; for us `proxy` means its whole family.
  const lines = await ours.front.errorLog()
  t.ok(lines.some(line => line.includes('[proxy_balancer:debug]') && line.includes('AH01161')), 'and, unlike httpd, which route was found')
})

/** The numbers in the order of the lines, each with the module and level it is written under. */
async function decided (front: Front): Promise<string[]> {
  return (await front.errorLog()).flatMap(line => {
    const number = /\b(AH\d{5}):/.exec(line)?.[1] ?? ''
    return decisions.includes(number) ? [`${number} ${/\[([a-z_]+:[a-z]+\d?)\]/.exec(line)?.[1]}`] : []
  })
}
