import t from 'tap'
import type { Condition } from '../../src/alerts/alert.ts'
import { AlertBook } from '../../src/alerts/alert-book.ts'

const hold = { for: 5, keepFiringFor: 30 }
const holds = { allDown: { for: 0, keepFiringFor: 0 }, memberDown: hold, overload: hold, heartbeatLost: hold, drainFinished: hold }
const down: Condition = { rule: 'memberDown', balancer: 'shop', member: 'http://a', route: 'a', reason: 'in error' }

/** What a book tells at each second, while the condition holds at those of `holding`. */
function tellings (holding: (second: number) => boolean, seconds: number): string[] {
  const book = new AlertBook(holds)
  const told: string[] = []
  for (let now = 0; now < seconds; now++) {
    for (const { state, since, until } of book.update(holding(now) ? [down] : [], now)) told.push(`${now}: ${state} ${since} ${until}`)
  }
  return told
}

t.test('an alert fires once when its condition has held for its time, and is resolved once when that is over', async t => {
  t.strictSame(tellings(now => now >= 10 && now < 40, 100), ['15: firing 10 null', '70: resolved 10 40'])
})

t.test('what passes before its time is not told', async t => {
  t.strictSame(tellings(now => now % 5 !== 0, 100), [])
})

t.test('one that flaps is told once', async t => {
  t.strictSame(tellings(now => now < 20 || (now < 200 && now % 29 < 3), 300), ['5: firing 0 null', '207: resolved 0 177'])
})

t.test('one that comes again is another', async t => {
  const book = new AlertBook(holds)
  const all: Condition = { ...down, rule: 'allDown', member: null, route: null }
  const [first] = book.update([all], 1)
  t.strictSame(first, { id: 'allDown shop  1', state: 'firing', ...all, since: 1, until: null })
  t.strictSame(book.update([], 2), [{ ...first, state: 'resolved', until: 2 }])
  t.equal(book.update([all], 3)[0]!.id, 'allDown shop  3')
})

t.test('it is told as it was when it fired, and members are told apart', async t => {
  const book = new AlertBook(holds)
  const other = { ...down, member: 'http://b' }
  book.update([down, other], 0)
  const changed = { ...down, reason: 'fails its checks' }
  t.strictSame(book.update([changed, other], 5).map(({ member, reason }) => [member, reason]), [['http://a', 'fails its checks'], ['http://b', 'in error']])
  book.update([down], 6)
  t.strictSame(book.update([down], 36).map(({ member, state }) => [member, state]), [['http://b', 'resolved']])
  book.update([], 40)
  t.strictSame(book.update([], 70).map(({ member, reason }) => [member, reason]), [['http://a', 'fails its checks']])
})
