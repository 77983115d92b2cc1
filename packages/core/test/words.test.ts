import t from 'tap'
import { balancerSchema, memberSchema } from '../src/schema.ts'
import { readBalancerParameters, readMemberParameters } from '../src/validate.ts'
import { balancerInput, memberInput, memberWords, toInput, toWord } from '../src/words.ts'
import { flag } from '../src/status.ts'
import { Cluster } from './support/cluster.ts'

t.test('what is told of a parameter is what it takes, for all of them, by default and otherwise', async t => {
  const given = { retry: '5ms', timeout: 3, acquire: 20, addressttl: '-1', smax: 0, keepalive: 'On', route: 'a', loadfactor: 1.15 }
  const cluster = new Cluster({ A: given, B: { addressttl: 5 } }, { stickysession: 'A|B', failonstatus: '500,503', maxattempts: 0, drainwindow: 1 })
  for (const member of cluster.balancer.members) {
    const { loadfactor, ...words } = memberWords(member)
    t.equal(loadfactor, member.lbfactor / 100)
    const inputs = Object.entries(words).map(([name, word]) => [name, toInput(memberSchema[name as keyof typeof memberSchema], word)])
    t.match(member, readMemberParameters('', Object.fromEntries(inputs)))
  }
  const names = Object.keys(balancerSchema).filter(name => name !== 'nonce' && name !== 'growth')
  const { lbmethod, ...others } = readBalancerParameters('', balancerInput(Object.fromEntries(names.map(name => [name, Reflect.get(cluster.balancer, name)]))))
  t.equal(lbmethod, 'byrequests')
  t.match(cluster.balancer, others)
  t.match(others, { stickysession: { cookie: 'A', path: 'B' }, failonstatus: [500, 503], maxattempts: 0, drainwindow: 1_000, timeout: 0 })
  t.equal(toWord({ cookie: 'S', path: 'S' }), 'S')
})

t.test('of a state only the letters that count and differ are asked for', async t => {
  t.same(memberInput({ flags: flag.O | flag.D | flag.E, lbfactor: 150 }, flag.O | flag.N, ['D', 'N', 'H']), { loadfactor: 1.5, status: '+D-N' })
  t.same(memberInput({ flags: flag.O | flag.E, retry: 60_000 }, flag.O, ['D']), { retry: null })
})
