import t from 'tap'
import type { ServerDefinition } from '@fastify-balancer/conf'
import { bareName, virtualHosts } from '../src/virtual-hosts.ts'

type Host = { label: string, definition: Pick<ServerDefinition, 'addresses' | 'serverName' | 'serverAlias'> }

function host (label: string, addresses: string, serverName: string | null = null, ...serverAlias: string[]): Host {
  return {
    label,
    definition: {
      addresses: addresses.split(' ').filter(Boolean).map(text => {
        const [name, port] = text.split(':')
        return { host: name === '*' ? null : name!, port: port === undefined ? null : Number(port) }
      }),
      serverName,
      serverAlias
    }
  }
}

const main = host('main', '')

t.test('the name in Host decides between the virtual hosts of a port', async t => {
  const find = virtualHosts(main, [
    host('first', '*:80', 'first.example'),
    host('second', '*:80', 'http://second.example:80', 'other.example', '*.second.example', 's?cond.test')
  ], false)
  const found = (name?: string) => find('10.0.0.1', 80, name).label
  t.equal(found('second.example'), 'second')
  t.equal(found('SECOND.example:80'), 'second', 'neither case nor port matter')
  t.equal(found('second.example.'), 'second', 'a full domain name may end in a dot')
  t.equal(found('other.example'), 'second', 'by alias')
  t.equal(found('a.b.second.example'), 'second', 'by wildcard')
  t.equal(found('second.test'), 'second', 'by wildcard for one character')
  t.equal(found('secondxexample'), 'first', 'a dot is a dot')
  t.equal(found('first.example'), 'first')
  t.equal(found('stranger.example'), 'first', 'the first one is for names that nobody has')
  t.equal(found(undefined), 'first', 'and for requests without a name')
})

t.test('the port decides before the name', async t => {
  const find = virtualHosts(main, [host('80', '*:80', 'a.example'), host('81', '*:81', 'b.example'), host('any', '*', 'c.example')], false)
  t.equal(find('::1', 81, 'a.example').label, '81')
  t.equal(find('::1', 80, 'c.example').label, 'any', '<VirtualHost *> has all ports')
  t.equal(find('::1', 82, 'a.example').label, 'any')
})

t.test('a virtual host for the very address wins over those for every address', async t => {
  const find = virtualHosts(main, [host('every', '*:80', 'a.example'), host('one', '10.0.0.1:80', 'b.example')], false)
  t.equal(find('10.0.0.1', 80, 'a.example').label, 'one')
  t.equal(find('10.0.0.2', 80, 'b.example').label, 'every')
})

t.test('the main server takes what no virtual host is there for', async t => {
  const find = virtualHosts(main, [host('80', '*:80', 'a.example')], false)
  t.equal(find('::1', 8080, 'a.example').label, 'main')
  t.equal(virtualHosts(main, [], false)('::1', 80, 'a.example').label, 'main')
})

t.test('with --listen only the name counts', async t => {
  const find = virtualHosts(main, [host('80', '10.0.0.1:80', 'a.example'), host('81', '*:81', 'b.example')], true)
  t.equal(find('127.0.0.1', 8080, 'b.example').label, '81')
  t.equal(find('127.0.0.1', 8080, 'c.example').label, '80')
})

t.test('a ServerName may have a scheme and a port', async t => {
  t.equal(bareName('https://a.example:443'), 'a.example')
  t.equal(bareName('a.example'), 'a.example')
})
