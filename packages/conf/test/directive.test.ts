import t from 'tap'
import { checkArity } from '../src/directive.ts'

t.test('too few or too many arguments are refused in words', async t => {
  t.throws(() => checkArity([], [1, 1]), { message: 'takes 1 argument, not 0' })
  t.throws(() => checkArity([], [1, Infinity]), { message: 'takes at least 1 argument, not 0' })
  t.throws(() => checkArity(['a'], [2, Infinity]), { message: 'takes at least 2 arguments, not 1' })
  t.throws(() => checkArity(['a', 'b', 'c'], [1, 2]), { message: 'takes 1 to 2 arguments, not 3' })
  t.doesNotThrow(() => checkArity(['a', 'b'], [1, 2]))
})
