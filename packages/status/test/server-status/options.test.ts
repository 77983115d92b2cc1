import t from 'tap'
import { readOptions } from '../../src/server-status/options.ts'

t.test('options have httpd\'s defaults', async t => {
  t.match(readOptions({}), { path: '/server-status' })
})

t.test('a wrong option is named', async t => {
  for (const path of ['status', '/a b', '/:a', 3 as unknown as string]) {
    t.throws(() => readOptions({ path }), { code: 'FST_BALANCER_STATUS_BAD_OPTION', message: /^path must begin with / }, String(path))
  }
})
