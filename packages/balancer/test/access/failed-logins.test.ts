import t from 'tap'
import { FailedLogins } from '../../src/access/failed-logins.ts'

function failedLogins (): { failed: FailedLogins, pass: (ms: number) => void } {
  let now = 0
  return { failed: new FailedLogins(2, () => now), pass: ms => { now += ms } }
}

t.test('an address waits until a minute has passed since its first failure', async t => {
  const { failed, pass } = failedLogins()
  failed.add('10.0.0.1', 'ann')
  pass(10_500)
  t.equal(failed.wait('10.0.0.1', 'bob'), 0)
  failed.add('10.0.0.1', 'bob')
  t.equal(failed.wait('10.0.0.1', 'eve'), 50)
  t.equal(failed.wait('10.0.0.2', 'ann'), 0)
  pass(49_500)
  t.equal(failed.wait('10.0.0.1', 'eve'), 0)
})

t.test('a name waits after ten times as many failures, wherever they came from', async t => {
  const { failed } = failedLogins()
  for (let i = 0; i < 20; i++) {
    t.equal(failed.wait('10.9.9.9', 'ann'), 0)
    failed.add(`10.0.0.${i}`, 'ann')
  }
  t.equal(failed.wait('10.9.9.9', 'ann'), 60)
  t.equal(failed.wait('10.9.9.9', 'bob'), 0)
})

t.test('a host of IPv6 is its /64', async t => {
  const same: ReadonlyArray<readonly [string, string]> = [
    ['2001:db8::1', '2001:db8:0:0:ffff::2'], ['2001:db8:1:2::', '2001:0db8:1:2:3:4:5:6'], ['::1', '::2'], ['fe80::1%eth0', 'fe80::2']
  ]
  for (const [a, b] of same) {
    const { failed } = failedLogins()
    failed.add(a, 'x')
    failed.add(b, 'y')
    t.equal(failed.wait(a, 'z'), 60, `${a} and ${b}`)
  }
  const { failed } = failedLogins()
  for (const address of ['2001:db8:1::1', '::ffff:10.0.0.1']) {
    failed.add(address, 'x')
    failed.add(address, 'x')
  }
  t.same(['2001:db8:2::1', '::ffff:10.0.0.2', '::ffff:10.0.0.1'].map(address => failed.wait(address, 'z')), [0, 0, 60])
})

t.test('what is remembered is bounded: the oldest is forgotten', async t => {
  const { failed } = failedLogins()
  for (let i = 0; i < 2; i++) failed.add('10.0.0.1', 'ann')
  for (let i = 0; i < 10_000; i++) failed.add(`10.1.${i >> 8}.${i & 255}`, 'bob')
  t.equal(failed.wait('10.0.0.1', 'ann'), 0)
})
