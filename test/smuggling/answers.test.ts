/** Each answer of the corpus is passed on in one form or is a bad gateway, and a connection with a doubt is not used again. */
import t from 'tap'
import type { Test } from 'tap'
import { answers } from './answers/all.ts'
import { startCommand, startPlugin } from './support/fronts.ts'
import type { Front } from './support/fronts.ts'
import { playAnswer } from './support/play-answer.ts'

async function playAll (t: Test, front: Front): Promise<void> {
  for (const [theme, cases] of Object.entries(answers)) {
    await t.test(theme, async t => {
      for (const each of cases) {
        const { raw, ...outcome } = await playAnswer(front, each)
        t.strictSame(outcome, { gets: each.gets, reused: each.reused, after: { status: 200, body: 'ok' } }, each.name)
        t.strictSame(front.member.faults, [], each.name)
        t.ok(raw.includes(each.has) && !raw.includes(each.lacks), each.name, { found: raw })
      }
    })
  }
  t.equal(await front.busy(), 0, 'no request is left')
}

const count = Object.values(answers).flat().length

t.test('the corpus is large enough', async t => t.ok(count >= 60, `${count} answers`))
t.test('in a plain Fastify app', async t => playAll(t, await startPlugin(t)))
t.test('by the command', async t => playAll(t, await startCommand(t)))
