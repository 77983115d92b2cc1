import t from 'tap'
import { startShop } from './support/app.ts'
import { refusingUrl, startBackend } from './support/member.ts'

/** Requests that are under way together. */
const atOnce = 50

/** @returns the statuses that came, each once, and most attempts that the budget allows: ten repeats, and ten more every ten seconds */
async function load (url: string, count: number): Promise<{ statuses: Set<number>, most: number }> {
  const begun = performance.now()
  const statuses = new Set<number>()
  for (let sent = 0; sent < count; sent += atOnce) {
    const answers = await Promise.all(Array.from({ length: atOnce }, () => fetch(url)))
    for (const { status } of answers) statuses.add(status)
  }
  return { statuses, most: 1.2 * count + 10 * (1 + (performance.now() - begun) / 10_000) }
}

t.test('members that hang up on everything get a fifth more requests than there are', async t => {
  const backends = await Promise.all(['a', 'b', 'c'].map(name => startBackend(t, name, request => request.socket.destroy())))
  const { url } = await startShop(t, { members: backends.map(({ url }) => ({ url })) })
  const { statuses, most } = await load(url, 300)
  t.strictSame(statuses, new Set([502]))
  const attempts = backends.reduce((sum, { asked }) => sum + asked.length, 0)
  t.ok(attempts > 300 && attempts <= most, `${attempts} attempts, at most ${most}`)
})

t.test('so do members that all refuse', async t => {
  const dead = await Promise.all([refusingUrl(), refusingUrl(), refusingUrl()])
  const { url, members } = await startShop(t, { members: dead.map(url => ({ url })) })
  const { statuses, most } = await load(url, 300)
  t.strictSame(statuses, new Set([503]))
  const attempts = members.reduce((sum, { elected }) => sum + elected, 0)
  // The first requests go on for nothing as long as some member has not refused yet.
  t.ok(attempts > 300 && attempts <= most + atOnce, `${attempts} attempts, at most ${most} and ${atOnce}`)
})

t.test('a member that refuses costs nothing while another serves', async t => {
  const b = await startBackend(t, 'b')
  const { url, members } = await startShop(t, { members: [{ url: await refusingUrl(), retry: 0 }, { url: b.url }] })
  t.strictSame((await load(url, 100)).statuses, new Set([200]))
  t.equal(members[1]!.elected, 100)
})

t.test('retrybudget=0: nothing is repeated that a member had', async t => {
  const a = await startBackend(t, 'a', request => request.socket.destroy())
  const { url } = await startShop(t, { retrybudget: 0, members: [{ url: a.url }] })
  t.equal((await fetch(url)).status, 502)
  t.equal(a.asked.length, 1)
})
