/** lbmethod=bybusyness counts requests in flight as httpd does (BB-01 to BB-03). */
import { EventEmitter, once } from 'node:events'
import t from 'tap'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { eventually } from '../../support/eventually.ts'
import { startPair } from '../../support/pair.ts'
import type { Side } from '../../support/pair.ts'
import { needs } from '../../support/skip.ts'

t.test('bybusyness', needs('a real Apache httpd', hasHttpd(), httpdRemedy), async t => {
  const gate = new EventEmitter()
  const { same, differ } = await startPair(t, ['surroundings', 'bybusyness'], ['A', 'B'], async ({ startLine }) => {
    if (startLine.includes('slow')) await once(gate, 'open')
    return {}
  })
  const open: Array<Promise<unknown>> = []
  /** Sends a request that runs until the gate opens, and waits until a member has it. */
  const hold = async (side: Side, path: string): Promise<void> => {
    const arrived = Promise.race(Object.values(side.backends).map(({ events }) => once(events, 'request')))
    open.push(side.ask(`GET ${path}/slow`))
    await arrived
  }
  const release = async (): Promise<void> => {
    gate.emit('open')
    await Promise.all(open)
  }

  await t.test('BB-01 without concurrency it is byrequests', t =>
    same(t, async side => {
      const picks: string[] = []
      for (let i = 0; i < 12; i++) {
        picks.push(await side.picks(1, '/weights'))
        // A request is over a moment after its answer.
        await eventually(async () => await side.figures('weights', 'Busy') === 'A 0, B 0')
      }
      return picks.join(' ')
    }, 'B B A B B B B A B B B B'))

  await t.test('BB-02 two requests at a time go to two members', async t => {
    await same(t, async side => {
      await hold(side, '/slow')
      await hold(side, '/slow')
      return side.figures('slow', 'Elected', 'Busy', 'Load')
    }, 'A 1 1 0, B 1 1 0')
    await release()
    // a request is over a moment after its answer
    await same(t, side => eventually(async () => await side.figures('slow', 'Busy') === 'A 0, B 0'), undefined)
  })

  await t.test('BB-03 a change of the method leaves requests in flight counted, which httpd forgets (it sets Busy to 0)', async t => {
    await differ(t, async side => {
      await hold(side, '/switch')
      const before = await side.figures('switch', 'Busy')
      await side.set('switch', null, { b_lbm: 'byrequests' })
      await side.set('switch', null, { b_lbm: 'bybusyness' })
      return [before, await side.figures('switch', 'Busy')]
    }, { httpd: ['A 1, B 0', 'A 0, B 0'], ours: ['A 1, B 0', 'A 1, B 0'] })
    await release()
  })
})
