import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { createSecureContext } from 'node:tls'
import t from 'tap'
import type { Test } from 'tap'
import { startBackend } from '../support/member.ts'
import { ca, startTlsMember } from '../support/tls-member.ts'
import { createPool, get } from './support/raw-member.ts'
import { Recorder } from './support/recorder.ts'

// Nobody listens on 127.0.0.2, nor on ::1.
const addresses = [{ address: '127.0.0.2', family: 4 }, { address: '::1', family: 6 }, { address: '127.0.0.1', family: 4 }]

/** The name h has them, until the test is over. */
function giveAddresses (t: Test): void {
  const { lookup } = dns
  dns.lookup = ((hostname: string, ...rest: [unknown, (error: null, found: unknown) => void]) => {
    if (hostname === 'h') rest[1](null, addresses)
    else lookup(hostname, ...rest as [object, () => void])
  }) as never
  syncBuiltinESMExports()
  t.teardown(() => {
    dns.lookup = lookup
    syncBuiltinESMExports()
  })
}

t.test('of several addresses of a name each is tried, with TLS and without, remembered or not', async t => {
  giveAddresses(t)
  const plain = await startBackend(t, 'a')
  const secure = await startTlsMember(t)
  const tls = { secureContext: createSecureContext({ ca }), verify: true, checkPeerName: true, checkPeerExpire: true }
  for (const addressttl of [null, 60_000]) {
    for (const [options, body] of [[{ address: { host: 'h', port: plain.port } }, 'a'], [{ address: { host: 'h', port: secure.port }, tls, hostname: 'member.test' }, 'member']] as const) {
      const recorder = new Recorder()
      createPool(t, 0, { ...options, addressttl }).request(get(), recorder)
      await recorder.over
      t.match(recorder, { ended: 'done', body })
    }
  }
})

t.test('when all are refused, the member cannot be reached', async t => {
  giveAddresses(t)
  const recorder = new Recorder()
  createPool(t, 0, { address: { host: 'h', port: 1 } }).request(get(), recorder)
  await recorder.over
  t.match(recorder, { ended: 'refused', error: { code: 'FST_BALANCER_CONNECT', cause: { code: 'ECONNREFUSED' } } })
})
