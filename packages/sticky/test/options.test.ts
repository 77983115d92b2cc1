import t from 'tap'
import { readSettings } from '../src/options.ts'

const secret = 'x'.repeat(32)

t.test('every option has a default', async t => {
  t.strictSame(readSettings({}), { secrets: [], idle: 1_800_000, maxSessions: 100_000 })
})

t.test('options are read', async t => {
  t.strictSame(readSettings({ secret, idle: 5, maxSessions: 1 }), { secrets: [secret], idle: 5000, maxSessions: 1 })
  t.strictSame(readSettings({ secret: [secret, `${secret}y`], idle: '500ms' }), { secrets: [secret, `${secret}y`], idle: 500, maxSessions: 100_000 })
})

t.test('wrong ones are refused by name', async t => {
  const table: ReadonlyArray<readonly [options: object, message: RegExp]> = [
    [{ secrets: secret }, /unknown option secrets/],
    [{ toString: 1 }, /unknown option toString/],
    [{ secret: 'short' }, /secret must be a text of at least 32/],
    [{ secret: [] }, /secret must/],
    [{ secret: [secret, 'short'] }, /secret must/],
    [{ secret: Buffer.alloc(32) }, /secret must/],
    [{ idle: 0 }, /idle must be a number of seconds above 0/],
    [{ idle: 'long' }, /idle must/],
    [{ maxSessions: 0 }, /maxSessions must be a whole number of at least 1/],
    [{ maxSessions: 1.5 }, /maxSessions must/]
  ]
  for (const [options, message] of table) t.throws(() => readSettings(options), { code: 'FST_BALANCER_BAD_OPTION', message })
})
