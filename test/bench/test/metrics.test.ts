import t from 'tap'
import { bench } from '../src/metrics/bench.ts'

t.test('the bench counts requests and answers, and prints what that took', async t => {
  let text = ''
  await bench([1, 5], 1, { elections: 100, duration: 1, runs: 1 }, printed => { text += printed })
  const [requests, answers] = text.trimEnd().split('\n\n').map(table => table.split('\n').map(line => line.split(/ {2,}/)))
  t.strictSame(requests![0], ['per request', 'ns', 'bytes of heap'])
  t.ok(requests![1]!.slice(1).every(cell => Number(cell) >= 0))
  t.strictSame(answers![0], ['ms per answer', '1 members', '5 members'])
  t.ok(answers![1]!.slice(1).every(cell => Number(cell) > 0))
})
