import { join } from 'node:path'
import t from 'tap'
import { readConfiguration } from '@fastify-balancer/conf'
import { loadLbMethods } from '../src/lbmethods.ts'
import { backend } from './support/backend.ts'
import { server } from './support/configuration.ts'
import { rule, started } from './support/started.ts'

const place = { file: 'httpd.conf', line: 3 }

t.test('an lbmethod, or what makes one, is loaded from its file', async t => {
  const dir = t.testdir({
    'plain.mjs': 'export default { name: "plain", choose: members => members[0] }',
    'made.mjs': 'export default random => ({ name: "Made", choose: members => members[Math.floor(random() * members.length)] })'
  })
  const modules = ['plain', 'made'].map(name => ({ name, path: join(dir, `${name}.mjs`), place }))
  const [plain, made] = await loadLbMethods({ modules })
  const members = [{ url: 'http://a.local' }, { url: 'http://b.local' }] as never
  t.equal(plain!.choose(members, {} as never), members[0])
  t.match(made!.choose(members, {} as never), { url: String })
})

t.test('a file that holds none is refused with the place that names it', async t => {
  const files = {
    'broken.mjs': 'export default {',
    'throws.mjs': 'throw "no reason"',
    'empty.mjs': '',
    'null.mjs': 'export default null',
    'nameless.mjs': 'export default { choose () {} }',
    'idle.mjs': 'export default { name: "idle" }',
    'other.mjs': 'export default { name: "another", choose () {} }'
  }
  const dir = t.testdir(files)
  const reasons: Record<string, string> = {
    broken: ' cannot be loaded: Unexpected end of input',
    throws: ' cannot be loaded: no reason',
    missing: ' cannot be loaded: Cannot find module',
    empty: ' must export as default { name, choose } or a function that makes it',
    null: ' must export as default { name, choose } or a function that makes it',
    nameless: ' must export as default { name, choose } or a function that makes it',
    idle: ' must export as default { name, choose } or a function that makes it',
    other: ' is named another, not other'
  }
  for (const [name, reason] of Object.entries(reasons)) {
    const path = join(dir, `${name}.mjs`)
    const error = await loadLbMethods({ modules: [{ name, path, place }] }).catch((error: Error) => error) as Error
    t.equal(error.name, 'Refusal')
    t.ok(error.message.startsWith(`httpd.conf:3: LoadModule: ${path}${reason}`), error.message)
  }
})

t.test('LoadModule makes an lbmethod usable that elects', async t => {
  const backs = await Promise.all(['a', 'b'].map(name => backend((_request, response) => { response.end(name) })))
  for (const back of backs) t.teardown(back.close)
  const dir = t.testdir({
    'last.mjs': 'export default { name: "bylast", choose: members => members.at(-1) }',
    'httpd.conf': [
      'LoadModule lbmethod_bylast_module last.mjs', '<Proxy balancer://one>',
      ...backs.map(({ url }) => `BalancerMember ${url}`), 'ProxySet lbmethod=bylast', '</Proxy>'
    ].join('\n')
  })
  const { ask } = await started(t, { ...readConfiguration(join(dir, 'httpd.conf')), main: server({ proxyPass: [rule('/', 'balancer://one/')] }) })
  t.strictSame([(await ask('/')).body, (await ask('/')).body], ['b', 'b'])
})
