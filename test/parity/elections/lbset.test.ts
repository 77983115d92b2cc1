/** A higher lbset is asked only when the lower ones have nobody (LS-01 to LS-04). */
import t from 'tap'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { startPair } from '../../support/pair.ts'
import { needs } from '../../support/skip.ts'

t.test('lbset', needs('a real Apache httpd', hasHttpd(), httpdRemedy), async t => {
  const { same } = await startPair(t, ['surroundings', 'lbset'], ['A', 'B', 'C', 'D'])

  await t.test('LS-01 all goes to the lowest set', t => same(t, side => side.picks(6, '/sets'), 'A A A A A A'))

  await t.test('LS-02 with its only member disabled, to the next', t => same(t, async side => {
    await side.set('sets', 'A', { w_status_D: '1' })
    return side.picks(6, '/sets')
  }, 'B C B C B C'))

  await t.test('LS-03 one stopped, one draining: numbers between are skipped', t => same(t, async side => {
    await side.set('sets', 'B', { w_status_S: '1' })
    await side.set('sets', 'C', { w_status_N: '1' })
    return [await side.picks(3, '/sets'), await side.figures('sets', 'Set', 'Status', 'Elected', 'Load')]
  }, ['D D D', 'A 0 Init Dis 6 0, B 1 Init Stop 3 0, C 1 Init Drn Ok 3 0, D 5 Init Ok 3 0']))

  await t.test('LS-04 nobody is left', t => same(t, async side => {
    await side.set('sets', 'D', { w_status_D: '1' })
    const { status, member } = await side.ask('GET /sets')
    return [status, member]
  }, [503, null]))
})
