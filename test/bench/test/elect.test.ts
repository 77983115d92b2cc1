import t from 'tap'
import { bench } from '../src/elect/bench.ts'
import { table } from '../src/table.ts'
import { ways } from '../src/elect/ways.ts'

t.test('the bench elects in every way and prints what that took', async t => {
  let text = ''
  bench([2, 10], { elections: 100, duration: 1, runs: 1 }, printed => { text += printed })
  const [times, bytes] = text.trimEnd().split('\n\n').map(table => table.split('\n').map(line => line.split(/ {2,}/)))
  t.same(times!.map(row => row[0]), ['ns per election', ...ways])
  t.same(bytes!.map(row => row[0]), ['bytes per election', ...ways])
  t.same(times![0], ['ns per election', '2', '10', 'growth per member'])
  t.ok(times!.slice(1).every(row => row.length === 4 && row.slice(1).every(cell => Number.isFinite(Number(cell)))))
  t.ok(bytes!.slice(1).every(row => row.length === 3 && row.slice(1).every(cell => Number(cell) >= 0)))
})

t.test('every lbmethod is there, and the session\'s way', async t => {
  t.same(ways, ['bybusyness', 'bylatency', 'byrequests', 'bysessions', 'bysource', 'bytraffic', 'heartbeat', 'by route'])
})

t.test('a table is aligned', async t => {
  t.equal(table([['name', '2', '10'], ['x', '1000', '7']]), 'name     2  10\nx     1000   7\n')
})
