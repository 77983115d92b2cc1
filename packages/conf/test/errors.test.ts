import { join } from 'node:path'
import t from 'tap'
import { ConfigurationError, readConfiguration } from '../src/index.ts'
import { attempt, refuse } from '../src/errors.ts'

t.test('the error of a file has a code, its refusals and its whole report', async t => {
  const file = join(t.testdir({ 'a.conf': 'Listen 80\nFoo %s\nBar' }), 'a.conf')
  try {
    readConfiguration(file)
    t.fail('is refused')
  } catch (error) {
    t.ok(error instanceof ConfigurationError)
    t.match(error, {
      code: 'FST_BALANCER_CONF',
      message: `${file}:2: Foo: unknown directive\n${file}:3: Bar: unknown directive`,
      refusals: [{ file, line: 2, directive: 'Foo', verdict: 'refused', note: 'unknown directive' }, { line: 3 }],
      report: [{ file, line: 1, directive: 'Listen', verdict: 'used', note: '' }, { line: 2 }, { line: 3 }]
    })
  }
})

t.test('what is refused is handed on; other errors are errors', async t => {
  t.equal(attempt(() => refuse('why'), reason => `because ${reason}`), 'because why')
  t.throws(() => attempt(() => { throw new RangeError('oops') }, () => 'refused'), RangeError)
})
