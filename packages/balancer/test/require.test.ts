import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'

const root = join(import.meta.dirname, '..')
const isBuilt = existsSync(join(root, 'dist/src/index.js'))

t.test('the package can be required, and registered as it is', { skip: !isBuilt && 'the package is not built' }, async t => {
  const script = `
    const app = require('fastify')()
    app.register(require('@fastify-balancer/balancer'), { balancers: { shop: {} } })
    app.ready().then(() => console.log(app.balancers.get('shop').url, require('@fastify-balancer/balancer').balancer.name))
  `
  // What was built is not to be measured as well: it would be taken for the sources, which it is not, line by line.
  const env = { _TAPJS_PROCESSINFO_COVERAGE_: '0' }
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: root, env })
  t.equal(stdout, 'balancer://shop fastifyBalancer\n')
  t.equal(stderr, '')
})
