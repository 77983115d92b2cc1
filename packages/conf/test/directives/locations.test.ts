import t from 'tap'
import { read, refusal } from '../support/read.ts'
import type { HandlerLocation } from '../../src/index.ts'

const path = '/balancer-manager'

function manager (...lines: string[]): string {
  return section(path, 'SetHandler balancer-manager', ...lines)
}

function section (path: string, ...lines: string[]): string {
  return [`<Location ${path}>`, ...lines, '</Location>', ''].join('\n')
}

function locations (t: Parameters<typeof read>[0], text: string): readonly HandlerLocation[] {
  return read(t, text).main.locations
}

t.test('a manager without Require says nothing of who gets in', async t => {
  t.match(locations(t, manager()), [{ path, handler: 'balancer-manager', guarded: false, place: { line: 1 } }])
})

t.test('server-status has its place too', async t => {
  const text = '<Location "/server-status">\nSetHandler Server-Status\nRequire local\n</Location>'
  t.match(locations(t, text), [{ path: '/server-status', handler: 'server-status', guarded: true, place: { line: 1 } }])
})

t.test('a Require of its own, before or after, or one around it that asks for something, guards it', async t => {
  const guarded = (text: string): boolean => locations(t, text)[0]!.guarded
  t.ok(guarded(manager('Require all granted')))
  t.ok(guarded(section(path, 'Require local') + manager()))
  t.ok(guarded(manager() + section('/', 'Require ip 10')))
  t.ok(guarded(manager() + section('/balancer-manager/', 'Require ip 10') + section('~ ^/balancer', 'Require ip 10')))
  t.notOk(guarded(manager() + section('/', 'Require all granted')))
  t.notOk(guarded(manager() + section('/balancer', 'Require ip 10') + section('~ ^/x', 'Require ip 10')))
})

t.test('sections of one path are one, also of a virtual host', async t => {
  const { main, virtualHosts } = read(t, `${manager()}<VirtualHost *>\n${manager('Require ip 10')}</VirtualHost>\n<VirtualHost *>\n${section(path)}</VirtualHost>`)
  t.match(main.locations, [{ guarded: false }])
  t.match(virtualHosts, [{ locations: [{ guarded: true }] }, { locations: [{ guarded: false }] }])
  t.equal(virtualHosts[0]!.locations.length, 1)
})

t.test('other handlers are refused, and places without a path', async t => {
  t.equal(refusal(t, '<Location /server-info>\nSetHandler server-info\n</Location>'), 'httpd.conf:2: SetHandler: server-info is not supported yet')
  t.equal(refusal(t, '<FilesMatch "\\.php$">\nSetHandler application/x-httpd-php\n</FilesMatch>'), 'httpd.conf:2: SetHandler: application/x-httpd-php is not supported yet')
  t.equal(refusal(t, '<Directory />\nSetHandler balancer-manager\n</Directory>'), 'httpd.conf:2: SetHandler: balancer-manager is not supported where files are')
  t.equal(refusal(t, '<LocationMatch ^/x>\nSetHandler balancer-manager\n</LocationMatch>'), 'httpd.conf:2: SetHandler: balancer-manager needs a <Location> with a path, not a pattern')
})
