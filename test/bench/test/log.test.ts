import t from 'tap'
import { bench } from '../src/log/bench.ts'
import { ways } from '../src/log/ways.ts'

t.test('the bench tells what taking note of requests costs', async t => {
  let text = ''
  await bench({ requests: 100, rounds: 1 }, printed => { text += printed })
  const rows = text.trimEnd().split('\n').map(line => line.split(/ {2,}/))
  t.strictSame(rows.slice(1).map(([way]) => way), ways)
  t.ok(rows.slice(1).every(([, ...costs]) => costs.length === 2 && costs.map(Number).every(Number.isFinite)))
})
