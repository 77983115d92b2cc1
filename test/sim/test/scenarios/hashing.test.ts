import t from 'tap'
import { rows } from '../support/rows.ts'

const found = rows('hashing', false)

t.test('modulo moves nearly every key when a member leaves', async t => {
  const [, moved] = found.modulo!
  t.ok(Math.abs(moved! - 79.9) < 0.5, `${moved} %`)
})

t.test('bysource spreads keys evenly and moves none without need', async t => {
  const [unevenness, moved] = found['rendezvous (bysource)']!
  t.ok(unevenness! < 1.03, `fullest member: ${unevenness}`)
  t.equal(moved, 0)
})

t.test('a ring moves none either, and needs many points to be even', async t => {
  const [[few, movedFew], [some, movedSome], [many, movedMany]] = [found['ring, 1 point']!, found['ring, 160 points']!, found['ring, 1024 points']!] as const
  t.same([movedFew, movedSome, movedMany], [0, 0, 0])
  t.ok(few! > 2 && some! < 1.3 && many! < 1.1, `fullest member: ${few}, ${some}, ${many}`)
})

t.test('Maglev is even and moves few without need, fewer with a larger table', async t => {
  const [[small, movedSmall], [large, movedLarge]] = [found['Maglev M=1009']!, found['Maglev M=65537']!] as const
  t.ok(small! < 1.04 && large! < 1.04, `fullest member: ${small}, ${large}`)
  t.ok(movedSmall! > 1 && movedSmall! < 4, `${movedSmall} % with 1009 entries`)
  t.ok(movedLarge! > 0 && movedLarge! < 0.6, `${movedLarge} % with 65537 entries`)
})
