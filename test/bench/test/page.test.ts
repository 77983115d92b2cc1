import t from 'tap'
import { bench } from '../src/page/bench.ts'

t.test('the bench loads the page and forwards requests meanwhile, and prints what both took', async t => {
  let text = ''
  await bench(20, 2, printed => { text += printed })
  const [page, requests] = text.trimEnd().split('\n\n').map(table => table.split('\n').map(line => line.trim().split(/ {2,}/)))
  t.equal(page![0]![0], 'page of 20 members')
  t.ok(page![1]!.every(cell => Number(cell) >= 0))
  t.strictSame(requests!.map(([name]) => name), ['ms of a forwarded request', 'no page is loaded', 'pages are loaded'])
  t.ok(requests!.slice(1).flatMap(row => row.slice(1)).every(cell => Number(cell) > 0))
})
