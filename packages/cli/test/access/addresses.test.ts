import t from 'tap'
import { createAddresses } from '../../src/access/addresses.ts'

t.test('addresses are in subnets, IPv4 also as a socket for both writes it', async t => {
  const includes = createAddresses(['10.0.0.0/8', '192.0.2.1/32', '2001:db8::/32'])
  const inside = ['10.1.2.3', '::ffff:10.1.2.3', '192.0.2.1', '2001:db8::1']
  const outside = ['11.0.0.1', '::ffff:11.0.0.1', '192.0.2.2', '2001:db9::1', '', 'x']
  t.same(inside.map(includes), inside.map(() => true))
  t.same(outside.map(includes), outside.map(() => false))
})
