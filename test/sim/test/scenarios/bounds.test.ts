import t from 'tap'
import { rows } from '../support/rows.ts'

const found = rows('bounds', true)

t.test('without a bound, one member has twice its share, and every client its first choice', async t => {
  const [peak, first, ringPeak, ringFirst] = found.none!
  t.ok(peak! > 1.8 && peak! < 3, `bysource: ${peak}`)
  t.ok(ringPeak! > 1.8 && ringPeak! < 3, `ring: ${ringPeak}`)
  t.same([first, ringFirst], [100, 100])
})

/** The least share of requests on their first choice, in per cent, for each bound. */
for (const [bound, least] of [['2', 99], ['1.5', 94], ['1.25', 87], ['1.1', 75]] as const) {
  t.test(`with loadbound ${bound} no member exceeds it, and ${least} % of the requests keep their first choice`, async t => {
    const [peak, first, ringPeak, ringFirst] = found[bound]!
    t.ok(peak! <= Number(bound), `bysource: ${peak}`)
    t.ok(ringPeak! <= Number(bound), `ring: ${ringPeak}`)
    t.ok(first! >= least && ringFirst! >= least, `first choice: ${first} %, ring ${ringFirst} %`)
  })
}
