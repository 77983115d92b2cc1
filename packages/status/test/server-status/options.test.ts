import t from 'tap'
import { readOptions } from '../../src/server-status/options.ts'

t.test('options have httpd\'s defaults', async t => {
  t.strictSame(readOptions({}), { path: '/server-status', serverName: null, workers: 400, extendedStatus: true, proxyStatus: true })
})

t.test('a wrong option is named', async t => {
  const wrong = [
    ['path', 'status'], ['path', '/a b'], ['path', '/:a'], ['path', 3], ['serverName', ''], ['serverName', 1],
    ['workers', 0], ['workers', 1.5], ['workers', 20_001], ['workers', '4'], ['extendedStatus', 'On'], ['proxyStatus', null]
  ] as const
  for (const [name, value] of wrong) {
    t.throws(() => readOptions({ [name]: value }), { code: 'FST_BALANCER_STATUS_BAD_OPTION', message: new RegExp(`^${name} must be `) }, `${name}: ${value}`)
  }
})
