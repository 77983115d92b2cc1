import { join } from 'node:path'
import t from 'tap'
import { read, refusal, verdicts } from '../support/read.ts'

t.test('what is said of heartbeats', async t => {
  const dir = t.testdirName
  const settings = (text: string): object => read(t, text).heartbeat
  t.same(settings(''), { listen: null, address: null, storage: null, maxServers: 10 })
  t.same(settings('HeartbeatListen 239.0.0.1:27999\nHeartbeatAddress balancer.local:27999\nHeartbeatMaxServers 20\n'),
    { listen: '239.0.0.1:27999', address: 'balancer.local:27999', storage: null, maxServers: 20 })
  t.same(settings('HeartbeatMaxServers 0\n'), { listen: null, address: null, storage: join(dir, 'logs/hb.dat'), maxServers: 10_000 })
  t.same(settings('DefaultRuntimeDir run\nHeartbeatStorage beats\nHeartbeatListen [::1]:27999\n'),
    { listen: '[::1]:27999', address: null, storage: join(dir, 'run/beats'), maxServers: 10 })
  t.match(read(t, '<Location /heartbeat>\nSetHandler heartbeat\nRequire ip 10\n</Location>').main.locations, [{ path: '/heartbeat', handler: 'heartbeat', guarded: true }])
})

t.test('an address needs a port, and stands there once', async t => {
  for (const name of ['HeartbeatListen', 'HeartbeatAddress']) {
    t.equal(refusal(t, `${name} 239.0.0.1\n`), `httpd.conf:1: ${name}: needs an address and a port: "239.0.0.1"`)
    t.equal(refusal(t, `${name} *:27999\n`), `httpd.conf:1: ${name}: needs an address and a port: "*:27999"`)
    t.equal(refusal(t, `${name} 239.0.0.1:1\n${name} 239.0.0.1:2\n`), `httpd.conf:2: ${name}: stands at httpd.conf:1 already`)
  }
  t.equal(refusal(t, 'HeartbeatMaxServers 9\n'), 'httpd.conf:1: HeartbeatMaxServers: must be 0, for a file, or at least 10, not 9')
  t.equal(refusal(t, '<VirtualHost *>\nHeartbeatMaxServers 0\n</VirtualHost>\n'), 'httpd.conf:2: HeartbeatMaxServers: not supported in <VirtualHost>')
})

t.test('where no heartbeat can come, it is noted of the balancer that would wait for one', async t => {
  const balancer = '<Proxy balancer://x>\nBalancerMember http://10.0.0.1\nProxySet lbmethod=heartbeat\n</Proxy>\n'
  const note = (more: string): string | undefined => verdicts(t, balancer + more)[2]
  t.equal(note(''), 'ProxySet used no heartbeat can come (HeartbeatListen): it answers 503')
  for (const source of ['HeartbeatListen 239.0.0.1:27999\n', 'HeartbeatStorage hb.dat\n', '<Location /heartbeat>\nSetHandler heartbeat\n</Location>\n']) {
    t.equal(note(source), 'ProxySet used')
  }
  t.equal(verdicts(t, balancer.replace('heartbeat', 'byrequests'))[2], 'ProxySet used')
})
