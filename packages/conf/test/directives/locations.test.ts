import t from 'tap'
import { read, refusal, verdicts } from '../support/read.ts'
import type { HandlerLocation } from '../../src/index.ts'

function manager (...lines: string[]): string {
  return ['<Location "/balancer-manager">', 'SetHandler balancer-manager', ...lines, '</Location>'].join('\n')
}

function locations (t: Parameters<typeof read>[0], text: string): readonly HandlerLocation[] {
  return read(t, text).main.locations
}

t.test('a manager without Require says nothing of who gets in', async t => {
  t.match(locations(t, manager()), [{ path: '/balancer-manager', handler: 'balancer-manager', requireIp: [], denied: false, place: { line: 1 } }])
})

t.test('who meets one Require gets in', async t => {
  t.match(locations(t, manager('Require ip 192.168 10.1.0.0/16', 'Require local', 'Require all denied')), [
    { requireIp: ['192.168.0.0/16', '10.1.0.0/16', '127.0.0.0/8', '::1/128'], denied: false }
  ])
  t.match(locations(t, manager('Require all granted')), [{ requireIp: ['0.0.0.0/0', '::/0'], denied: false }])
  t.match(locations(t, manager('Require all denied')), [{ requireIp: [], denied: true }])
})

t.test('sections of one path are one, and the last that requires something decides', async t => {
  const { main, virtualHosts } = read(t, `${manager('Require local')}\n<VirtualHost *>\n<Location /balancer-manager>\nRequire ip 10\n</Location>\n</VirtualHost>\n<VirtualHost *>\n<Location /balancer-manager>\n</Location>\n</VirtualHost>`.replace('Require ip 10', 'SetHandler balancer-manager\nRequire ip 10'))
  t.match(main.locations, [{ requireIp: ['127.0.0.0/8', '::1/128'] }])
  t.match(virtualHosts, [{ locations: [{ requireIp: ['10.0.0.0/8'] }] }, { locations: [{ requireIp: ['127.0.0.0/8', '::1/128'] }] }])
})

t.test('elsewhere only everybody may be let in', async t => {
  t.same(verdicts(t, '<Location /a>\nRequire all granted\n</Location>'), ['<Location> used', 'Require ignored everybody gets in without it too'])
  t.equal(refusal(t, '<Location /a>\nRequire local\n</Location>'), 'httpd.conf:2: Require: not supported yet without SetHandler balancer-manager in the same <Location>')
})

t.test('other handlers are refused', async t => {
  t.equal(refusal(t, '<Location /server-status>\nSetHandler server-status\n</Location>'), 'httpd.conf:2: SetHandler: server-status is not supported yet')
})
