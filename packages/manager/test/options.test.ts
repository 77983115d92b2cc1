import t from 'tap'
import { readOptions } from '../src/options.ts'

t.test('by default the page is at /balancer-manager, for this machine alone', async t => {
  const { path, addresses, users, serverName } = readOptions({})
  t.equal(path, '/balancer-manager')
  t.equal(addresses?.check('127.0.0.1'), true)
  t.equal(addresses?.check('10.0.0.1'), false)
  t.equal(users, null)
  t.equal(serverName, null)
})

t.test('users get in from everywhere, unless requireIp says from where', async t => {
  const users = { ann: 'secret' }
  t.equal(readOptions({ users }).addresses, null)
  const { addresses } = readOptions({ users, requireIp: ['10'] })
  t.equal(addresses?.check('10.0.0.1'), true)
  t.equal(addresses?.check('127.0.0.1'), false)
})

t.test('the caller\'s options are copied', async t => {
  const users = { ann: 'secret' }
  const settings = readOptions({ users })
  users.ann = 'changed'
  t.equal(settings.users?.get('ann'), 'secret')
})

t.test('a bad option is refused by its name', async t => {
  const bad: ReadonlyArray<readonly [name: string, value: unknown]> = [
    ['path', 'balancer-manager'], ['path', '/:name'], ['path', '/*'], ['path', '/a b'], ['path', '/a?b'], ['path', 1], ['path', null],
    ['requireIp', []], ['requireIp', '10'], ['requireIp', ['nowhere']], ['requireIp', null],
    ['users', {}], ['users', null], ['users', { '': 'x' }], ['users', { 'a:b': 'x' }], ['users', { ann: '' }], ['users', { ann: 1 }],
    ['serverName', ''], ['serverName', 1]
  ]
  for (const [name, value] of bad) {
    t.throws(() => readOptions({ [name]: value }), { code: 'FST_BALANCER_MANAGER_BAD_OPTION', message: new RegExp(`^${name} must`) }, `${name}: ${JSON.stringify(value)}`)
  }
})
