/** Under load, a backend is killed and comes back: no client notices, and it takes its share again. */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { readMembers } from '../support/manager-page.ts'
import { startOurs } from '../support/ours.ts'
import { freePort } from '../support/ports.ts'
import { listening, run } from '../support/process.ts'
import type { Program } from '../support/process.ts'

const file = join(import.meta.dirname, '../fixtures/failover/httpd.conf')
const echo = join(import.meta.dirname, '../support/echo.mjs')
const load = join(import.meta.dirname, '../support/load.mjs')

const seconds = Number(process.env['LOAD_SECONDS'] ?? 20)
const retry = 2
const connections = 50
t.setTimeout((seconds + 60) * 1000)

/** What load.mjs prints. */
interface LoadResult {
  readonly answers: Readonly<Record<string, { readonly ok: number, readonly failed: number }>>
  /** Of the connections; those that timed out among them. */
  readonly errors: number
  readonly timeouts: number
  readonly mismatches: number
  readonly resets: number
}

async function startEcho (t: Test, port: number): Promise<Program> {
  const program = run(t, process.execPath, [echo, String(port)])
  await listening(program, port)
  return program
}

t.test('a backend dies under load and comes back', async t => {
  const [one, two, three] = [await freePort(), await freePort(), await freePort()]
  const [, victim] = await Promise.all([one, two, three].map(port => startEcho(t, port)))
  const { port } = await startOurs(t, { files: [file], hosts: { 'one.local': one, 'two.local': two, 'three.local': three } })
  const elected = async (): Promise<number[]> => (await readMembers(port)).map(member => Number(member['Elected']))
  const electedDuring = async (work: () => Promise<unknown>): Promise<number[]> => {
    const before = await elected()
    await work()
    return (await elected()).map((count, index) => count - (before[index] ?? 0))
  }

  const clients = run(t, process.execPath, [load, `http://127.0.0.1:${port}/app/`, String(seconds)])
  await pause(seconds / 3 * 1000)
  await victim?.end('SIGKILL')
  // the first requests after the kill are those that find out
  await pause(500)

  const downtime = seconds / 6
  const [oneDown = 0, twoDown = 0, threeDown = 0] = await electedDuring(() => pause(downtime * 1000))
  t.ok(twoDown <= connections * Math.ceil(downtime / retry), `the dead one gets a try after each retry time, no more: ${twoDown}`)
  t.ok(oneDown + threeDown > 100 * twoDown, `the others do its work: ${oneDown}, ${threeDown}`)

  await startEcho(t, two)
  await pause((retry + 1) * 1000)
  const again = await electedDuring(() => pause(seconds / 6 * 1000))
  const share = (again[1] ?? 0) / again.reduce((sum, count) => sum + count, 0)
  t.ok(share > 0.3 && share < 0.37, `back after retry, it takes its third: ${share.toFixed(3)}`)

  t.equal(await clients.ended, 0, 'the clients came to their end')
  const { answers, errors, timeouts, mismatches, resets } = JSON.parse(clients.output()) as LoadResult
  t.strictSame({ errors, timeouts, mismatches, resets }, { errors: 0, timeouts: 0, mismatches: 0, resets: 0 }, 'every request was answered')
  for (const [kind, { ok, failed }] of Object.entries(answers)) {
    t.equal(failed, 0, `${kind}: no client noticed`)
    t.ok(ok > seconds * 30, `${kind}: there was load: ${ok} answers`)
  }
})
