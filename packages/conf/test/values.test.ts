import t from 'tap'
import { readCount, readOnOff, readTime } from '../src/values.ts'

t.test('On and Off have no case', async t => {
  t.equal(readOnOff('on'), true)
  t.equal(readOnOff('OFF'), false)
  t.throws(() => readOnOff('1'), { message: 'must be On or Off, not "1"' })
})

t.test('a time is in seconds, or in its unit', async t => {
  t.equal(readTime('60'), 60_000)
  t.equal(readTime('500ms'), 500)
  t.equal(readTime('1mi'), 60_000)
  for (const word of ['0', '-1', 'x', '1.5']) t.throws(() => readTime(word), { message: /^must be a number of seconds, .*, not "/ })
})

t.test('a count has a limit', async t => {
  t.equal(readCount('1000', 1000), 1000)
  t.throws(() => readCount('1001', 1000), { message: 'must be a whole number up to 1000, not "1001"' })
  t.throws(() => readCount('x', Infinity), { message: 'must be a whole number, not "x"' })
})
