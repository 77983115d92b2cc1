/** lbmethod=byrequests elects as httpd's does, request by request (BR-01 to BR-11). */
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { startPair } from '../../support/pair.ts'
import { needs } from '../../support/skip.ts'

const schedules = [
  ['BR-01 equal factors take turns', '/rr11', 'A B A B A B A B A B A B'],
  ['BR-02 factors 1 and 4', '/rr14', 'B B A B B B B A B B B B A B B'],
  ['BR-03 factors 70 and 30', '/rr7030', 'A B A A A B A A B A A B A A A B A A B A'],
  ['BR-04 factors 1, 1, 1 and 2', '/rr1112', 'D A B C D D A B C D D A B C D'],
  ['BR-05 factors 1.5 and 1', '/fraction', 'A B A B A A B A B A A B A B A'],
  ['BR-06 a disabled member has no turn', '/disabled', 'A C D A C D A C D']
] as const

t.test('byrequests', needs('a real Apache httpd', hasHttpd(), httpdRemedy), async t => {
  const { same, differ } = await startPair(t, ['surroundings', 'byrequests'], ['A', 'B', 'C', 'D'])

  for (const [name, path, expected] of schedules) {
    await t.test(name, t => same(t, side => side.picks(expected.split(' ').length, path), expected))
  }

  await t.test('BR-07 the manager shows who was elected and who has credit', t => same(t, async side => {
    await side.picks(1, '/table')
    return side.figures('table', 'Status', 'Elected', 'Load')
  }, 'A Init Ok 1 -100, B Init Ok 0 100'))

  await t.test('BR-08 the credit of a disabled member stays as it is', t => same(t, async side => {
    await side.picks(13, '/freeze')
    await side.set('freeze', 'B', { w_status_D: '1' })
    const before = await side.figures('freeze', 'Status', 'Elected', 'Load')
    return [before, await side.picks(5, '/freeze'), await side.figures('freeze', 'Status', 'Elected', 'Load')]
  }, ['A Init Ok 7 -100, B Init Dis 6 100', 'A A A A A', 'A Init Ok 12 -100, B Init Dis 6 100']))

  await t.test('BR-09 enabled again it goes on from there', t => same(t, async side => {
    await side.set('freeze', 'B', { w_status_D: '0' })
    return side.picks(6, '/freeze')
  }, 'B A B A B A'))

  await t.test('BR-10 a member that failed and came back gets no burst', t => same(t, async side => {
    const { B } = side.backends
    await B!.stop()
    const dead = await side.picks(7, '/revive')
    await B!.start()
    const failed = await side.figures('revive', 'Status', 'Elected', 'Load')
    // its retry=1; when that has passed nothing tells, httpd looks only when a request comes
    await pause(1_100)
    return [dead, failed, await side.picks(6, '/revive')]
  }, ['A A A A A A A', 'A Init Ok 7 0, B Init Err 1 0', 'A B A B A B']))

  await t.test('BR-11 a new factor starts the schedule afresh, for all', t => same(t, async side => {
    await side.picks(3, '/factor')
    await side.set('factor', 'A', { w_lf: '4' })
    return side.figures('factor', 'Factor', 'Load')
  }, 'A 4.00 400, B 1.00 100'))

  await t.test('factors have hundredths; httpd loses one where its binary fraction is a little less, as with 1.15', t =>
    differ(t, side => side.figures('binary', 'Factor'), { httpd: 'A 1.14, B 1.99', ours: 'A 1.15, B 1.99' }))
})
