import t from 'tap'
import { readOptions } from '../src/options.ts'

t.test('by default the page is at /balancer-manager', async t => {
  t.strictSame(readOptions({}), { path: '/balancer-manager', serverName: null, uncheckedNonce: false, requireReferer: true, persist: null, access: {} })
})

t.test('who gets in is another\'s to read', async t => {
  t.strictSame(readOptions({ path: '/lb', requireIp: ['10'], users: { ann: 'secret' } }).access, { requireIp: ['10'], users: { ann: 'secret' } })
})

t.test('a bad option is refused by its name', async t => {
  const bad: ReadonlyArray<readonly [name: string, value: unknown]> = [
    ['path', 'balancer-manager'], ['path', '/:name'], ['path', '/*'], ['path', '/a b'], ['path', '/a?b'], ['path', 1], ['path', null],
    ['serverName', ''], ['serverName', 1], ['uncheckedNonce', 'On'], ['requireReferer', null]
  ]
  for (const [name, value] of bad) {
    t.throws(() => readOptions({ [name]: value }), { code: 'FST_BALANCER_MANAGER_BAD_OPTION', message: new RegExp(`^${name} must`) }, `${name}: ${JSON.stringify(value)}`)
  }
})
