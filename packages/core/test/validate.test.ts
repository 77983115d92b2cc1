import t from 'tap'
import { balancerSchema, memberSchema } from '../src/schema.ts'
import { defaults, readBalancerParameters, readMemberParameters } from '../src/validate.ts'

t.test('what was given is read, what was not is absent', async t => {
  t.strictSame(readMemberParameters('x', { retry: '5', route: undefined, keepalive: 'on' }), { retry: 5_000, keepalive: true })
  t.strictSame(readBalancerParameters('x', { nofailover: 'On' }), { nofailover: true })
})

const refusals: ReadonlyArray<readonly [given: unknown, shown: string]> = [
  [0, '0'],
  ['0', '"0"'],
  ['', '""'],
  [NaN, 'NaN'],
  [[1, 2], '[ 1, 2 ]'],
  [1n, '1n'],
  [Symbol('s'), 'Symbol(s)'],
  [Object.create(null), '[Object: null prototype] {}']
]

t.test('null is the default', async t => {
  t.strictSame(readMemberParameters('x', { retry: null }), { retry: 60_000 })
  t.strictSame(readBalancerParameters('x', { stickysession: null, timeout: null }), { stickysession: null, timeout: 0 })
})

t.test('an error names whose parameter it is, its range, and what was given', async t => {
  for (const [given, shown] of refusals) {
    t.throws(() => readMemberParameters('balancer://shop member http://a', { loadfactor: given }), {
      code: 'FST_BALANCER_BAD_PARAMETER',
      message: `balancer://shop member http://a: loadfactor must be a number from 1 to 100, not ${shown}`
    })
  }
})

t.test('even an object that holds itself can be named', async t => {
  const circle: Record<string, unknown> = {}
  circle.self = circle
  t.throws(() => readBalancerParameters('x', { growth: circle }), { code: 'FST_BALANCER_BAD_PARAMETER' })
})

t.test('an unknown parameter is refused, also one of the other kind or of every object', async t => {
  for (const name of ['nosuch', 'lbmethod', 'toString', '__proto__', 'Retry']) {
    t.throws(() => readMemberParameters('balancer://x member http://a', JSON.parse(`{ "${name}": 1 }`)), {
      code: 'FST_BALANCER_BAD_PARAMETER',
      message: `balancer://x member http://a: unknown parameter ${name}`
    })
  }
  t.throws(() => readBalancerParameters('balancer://x', { retry: 5 } as object), { message: 'balancer://x: unknown parameter retry' })
})

t.test('every parameter has a default that belongs to it', async t => {
  t.same(Object.keys(defaults(memberSchema)), Object.keys(memberSchema))
  t.same(Object.keys(defaults(balancerSchema)), Object.keys(balancerSchema))
})
