/** Hot spares stand in for bad members, hot standbys for a whole set (SP-01 to SP-06). */
import t from 'tap'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { startPair } from '../../support/pair.ts'
import { needs } from '../../support/skip.ts'

t.test('spares', needs('a real Apache httpd', hasHttpd(), httpdRemedy), async t => {
  const { same } = await startPair(t, ['surroundings', 'spares'], ['A', 'B', 'C', 'D'])

  await t.test('SP-01 while all are well they have no turn', t => same(t, side => side.picks(6, '/spares'), 'A B A B A B'))

  const steps = [
    ['SP-02 for one bad member a spare joins as an equal', 'B', 'w_status_D', 'A C A C A C'],
    ['SP-03 for two there is only one', 'A', 'w_status_N', 'C C C C C C'],
    ['SP-04 without a spare the standby serves', 'C', 'w_status_D', 'D D D D'],
    ['SP-05 without the standby nobody does', 'D', 'w_status_N', '503']
  ] as const
  for (const [name, member, state, expected] of steps) {
    await t.test(name, t => same(t, async side => {
      await side.set('spares', member, { [state]: '1' })
      return side.picks(expected.split(' ').length, '/spares')
    }, expected))
  }

  await t.test('SP-06 a spare that has credit from sticky requests begins with a burst', t => same(t, async side => {
    await side.picks(5, '/credit', 'Cookie: ROUTEID=.a')
    const before = await side.figures('credit', 'Load')
    await side.set('credit', 'B', { w_status_D: '1' })
    return [before, await side.picks(8, '/credit')]
  }, ['A -1000, B 500, C 500', 'C C C C C C C C']))
})
