import { join } from 'node:path'
import t from 'tap'
import { read, refusal, verdicts, write } from './support/read.ts'
import { readConfiguration } from '../src/index.ts'

t.test('<IfDefine> asks for names, in their case', async t => {
  t.same(verdicts(t, '<IfDefine A>\nListen 1\n</IfDefine>\n<IfDefine !A>\nListen 2\n</IfDefine>\n<IfDefine a>\n<IfDefine B>\nFoo\n</IfDefine>\n</IfDefine>', { define: { A: '' } }), [
    '<IfDefine> used',
    'Listen used',
    '<IfDefine> ignored A is defined',
    'Listen ignored in <IfDefine> !A, which is ignored',
    '<IfDefine> ignored a is not defined',
    '<IfDefine> ignored in <IfDefine> a, which is ignored',
    'Foo ignored in <IfDefine> a, which is ignored'
  ])
})

t.test('Define and UnDefine hold from their line on', async t => {
  const text = '<IfDefine A>\nFoo\n</IfDefine>\nDefine A\n<IfDefine A>\nListen 1\n</IfDefine>\nUnDefine A\n<IfDefine A>\nFoo\n</IfDefine>'
  t.same(read(t, text).listen, [{ host: null, port: 1 }])
})

t.test('<IfModule> knows what is done here, by both kinds of name', async t => {
  for (const name of ['proxy_module', 'mod_proxy_balancer.c', 'mod_lbmethod_byrequests.c', 'lbmethod_bytraffic_module', 'mod_lbmethod_bybusyness.c', 'mod_headers.c', 'slotmem_shm_module', '!ssl_module']) {
    t.equal(read(t, `<IfModule ${name}>\nListen 1\n</IfModule>`).listen.length, 1, name)
  }
  for (const name of ['proxy', 'mod_proxy', '!mod_proxy.c', 'ssl_module']) {
    t.equal(read(t, `<IfModule ${name}>\nFoo\n</IfModule>`).listen.length, 0, name)
  }
})

t.test('and what LoadModule named before', async t => {
  t.same(verdicts(t, 'LoadModule ssl_module mod_ssl.so\n<IfModule mod_ssl.c>\nListen 1\n</IfModule>'), [
    'LoadModule ignored no module is loaded; <IfModule> knows it', '<IfModule> used', 'Listen used'
  ])
})

t.test('ServerRoot is the directory of the file, or what it says', async t => {
  const { dir, file } = write(t, 'PidFile run/a.pid')
  t.match(readConfiguration(file), { serverRoot: dir, pidFile: join(dir, 'run/a.pid') })
  t.match(read(t, 'PidFile a.pid\nServerRoot "/srv"'), { serverRoot: '/srv', pidFile: '/srv/a.pid' })
  t.match(read(t, 'BalancerPersist Off'), { balancerPersist: null })
  t.match(read(t, 'ServerRoot "/srv"\nBalancerPersist On\nBalancerPersist Off'), { balancerPersist: '/srv/logs/balancers.json' })
  t.match(read(t, 'ServerRoot "/srv"\nDefaultRuntimeDir run\nBalancerPersist on'), { balancerPersist: '/srv/run/balancers.json' })
})

t.test('relative sockets are in the DefaultRuntimeDir', async t => {
  const member = 'BalancerMember balancer://x unix:s.sock|http:'
  t.equal(read(t, `ServerRoot /srv\n${member}`).balancers[0]?.members[0]?.url, 'unix:/srv/logs/s.sock|http://localhost')
  t.equal(read(t, `ServerRoot /srv\n${member}\nDefaultRuntimeDir run`).balancers[0]?.members[0]?.url, 'unix:/srv/run/s.sock|http://localhost')
})

t.test('what they cannot read is refused, and so is what is in it', async t => {
  t.equal(refusal(t, 'Define'), 'httpd.conf:1: Define: takes 1 to 2 arguments, not 0')
  t.equal(refusal(t, 'ServerRoot a b'), 'httpd.conf:1: ServerRoot: takes 1 argument, not 2')
  t.equal(refusal(t, '<IfModule>\nListen x\n</IfModule>'), 'httpd.conf:1: <IfModule>: takes 1 argument, not 0')
})
