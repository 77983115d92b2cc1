/** The one-minute form of `pnpm faults`: members are killed, frozen, slowed, broken and cut off, and clients notice next to nothing. */
import { once } from 'node:events'
import { Agent } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { faults } from '../faults/src/fault.ts'
import { readFlags } from '../faults/src/flags.ts'
import { judge } from '../faults/src/judge.ts'
import { headings, row } from '../faults/src/report.ts'
import { ask } from '../faults/src/request.ts'
import { run } from '../faults/src/run.ts'
import { schedule } from '../faults/src/schedule.ts'

t.setTimeout(180_000)

t.test('each fault once, under mixed load', async t => {
  // Long enough for all of them, whatever the seed: each takes 7 to 8.5 s.
  const verdicts = await run({ seed: 6, duration: 34_500, rate: 40 }, () => {})
  t.strictSame(verdicts.map(({ fault }) => fault).sort(), faults.map(({ name }) => name).sort())
  for (const verdict of verdicts) {
    const { fault, member, requests, late, toEject, toReturn } = verdict
    t.comment(row(verdict).trim())
    t.ok(requests > 100, `${fault}: there was load: ${requests} requests`)
    t.equal(late, 0, `${fault}: no error for a request that may be repeated after the first 1.5 s`)
    t.ok(fault === 'slowed' || toEject !== null, `${fault}: ${member} was taken out`)
    t.ok(toReturn !== null && toReturn <= 3_000, `${fault}: ${member} was back within 3 s: ${toReturn} ms`)
  }
})

t.test('the seed decides what happens to whom', async t => {
  t.same(schedule(7, 5, 60_000), schedule(7, 5, 60_000))
  t.notSame(schedule(7, 5, 60_000), schedule(8, 5, 60_000))
  t.ok(schedule(1, 5, 300_000).length > 30)
  t.throws(() => readFlags(['--rate', '0']), { message: '--rate must be a whole number from 1 on, not "0"' })
  t.same(readFlags(['--seconds', '60']), { seed: 1, duration: 60_000, rate: 40 })
})

t.test('what is no answer is an error, and who does not come back is told', async t => {
  const server = createServer(socket => { socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf') }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const kind = { method: 'GET', key: false, sticky: false, idempotent: true } as const
  const [half] = [await ask(port, new Agent(), kind, 'SID=1')]
  server.close()
  const refused = await ask(port, new Agent(), { ...kind, idempotent: false }, '')
  t.match([half, refused], [{ status: 0, member: '', cookie: 'SID=1' }, { status: 0, cookie: '' }])
  const phase = { fault: faults[0]!, victim: 0, lasts: 0, rest: 0 }
  const played = { phase, member: 'm1', beganAt: half.doneAt - 2_000, ejectedAt: null, recoveredAt: half.at, endedAt: Date.now() + 1, sent: 3 }
  const verdict = judge(played, [half, refused])
  t.strictSame(verdict, { fault: 'killed', member: 'm1', requests: 2, early: 0, late: 1, others: 1, toEject: null, toReturn: null, sent: 3 })
  t.equal(row(verdict).length, headings.length)
})
