/** lbmethod=bytraffic counts bytes as httpd does (BT-01). */
import t from 'tap'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { startPair } from '../../support/pair.ts'
import { needs } from '../../support/skip.ts'

t.test('bytraffic', needs('a real Apache httpd', hasHttpd(), httpdRemedy), async t => {
  const { same } = await startPair(t, ['surroundings', 'bytraffic'], ['A', 'B'], () => ({ body: 'x'.repeat(1000) }))

  await t.test('BT-01 a member with factor 3 carries three times the bytes', t => same(t, async side => [
    await side.picks(8, '/traffic'), await side.figures('traffic', 'Elected', 'Load')
  ], ['A B B B A B B B', 'A 2 0, B 6 0']))
})
