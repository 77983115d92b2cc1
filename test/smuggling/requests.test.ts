/** Each request of the corpus is refused, or forwarded in one form, byte for byte; what follows on its connection is not touched. */
import t from 'tap'
import type { Test } from 'tap'
import { eventually } from '../support/eventually.ts'
import { requests } from './requests/all.ts'
import { startCommand, startPlugin } from './support/fronts.ts'
import type { Front } from './support/fronts.ts'
import { expectedOutcomes, playRequest } from './support/play-request.ts'

async function playAll (t: Test, front: Front): Promise<void> {
  for (const [theme, cases] of Object.entries(requests)) {
    await t.test(theme, async t => {
      for (const each of cases) {
        for (const together of each.alone ? [false] : [false, true]) {
          const outcome = await playRequest(front, each, together)
          const expected = expectedOutcomes(front, each)
          const wanted = expected.find(one => JSON.stringify(one.statuses) === JSON.stringify(outcome.statuses)) ?? expected[0]
          t.strictSame(outcome, wanted, `${each.name}${together ? ', the next request in the same packet' : ''}`)
          t.strictSame(front.member.faults, [], each.name)
          // A request that broke off leaves nothing behind on the member's side.
          await eventually(async () => front.member.leftover() === '')
        }
      }
    })
  }
  t.equal(await front.busy(), 0, 'no request is left')
}

const count = Object.values(requests).flat().length

t.test('the corpus is large enough', async t => t.ok(count >= 150, `${count} requests`))
t.test('in a plain Fastify app', async t => playAll(t, await startPlugin(t)))
t.test('by the command', async t => playAll(t, await startCommand(t)))
