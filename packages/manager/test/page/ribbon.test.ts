import { Balancers } from '@fastify-balancer/core'
import t from 'tap'
import type { JournalEvent } from '../../src/journal.ts'
import { copyOf } from '../../src/look/rehearse.ts'
import { kindOf } from '../../src/look/state.ts'
import { movesOf } from '../../src/live/moves.ts'
import { ribbonCard } from '../../src/page/ribbon.ts'
import type { BalancerView } from '../../src/page/view.ts'
import { managerApp } from '../support/manager-app.ts'

t.test('what happened is drawn, whatever it was', async t => {
  const event: JournalEvent = { id: 1, at: 10_000_000, kind: 'reload', balancer: 'shop', member: 'http://gone', from: null, to: null, cause: 'reloaded', by: null, with: null, note: '' }
  t.match(ribbonCard([event], [], 10_000_000), '<b>http://gone</b> reloaded')
  t.match(ribbonCard([event], [], 10_000_000), '#g-dot')
  t.match(ribbonCard([], [], 10_000_000), 'Nothing has happened.')
  t.equal(kindOf('what others say'), 'idle')
})

t.test('many changes of state at once are not all said', async t => {
  const view = (word: string): BalancerView => ({
    balancer: { name: 'shop' }, looks: Array.from({ length: 7 }, (_, i) => ({ member: { url: `http://m${i}`, socketPath: i === 0 ? '/run/x' : null }, name: `m${i}`, state: { word } }))
  }) as unknown as BalancerView
  const before = new Map<string, string>()
  t.same(movesOf([view('Healthy')], new Map(), before), [])
  t.same(movesOf([view('In error')], before, new Map()).slice(4), ['m4 in shop: Healthy to In error', 'and 2 more'])
})

t.test('a copy knows lbmethods of the app\'s own, and members on sockets', async t => {
  const balancers = new Balancers(() => 'x')
  balancers.addLbMethod({ name: 'mine', choose: ([first]) => first })
  const shop = balancers.add('shop', { lbmethod: 'mine', members: [{ url: 'unix:/run/x|http://h' }] })
  const copy = copyOf(shop, balancers).get('shop')
  t.equal(copy.lbmethod.name, 'mine')
  t.equal(copy.members[0]!.socketPath, '/run/x')
})

t.test('at the root of an app the frame leads back to the root', async t => {
  const { app } = await managerApp(t, { options: { path: '/' } })
  t.match((await app.inject('/tools')).body, '<a href="/?xml=1"')
})
