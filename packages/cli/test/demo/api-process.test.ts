import t from 'tap'
import '../support/children.ts'
import { startApi } from '../../src/demo/api-process.ts'
import { modulePath } from '../../src/package.ts'

t.test('an API in a process of its own answers until it is let go', async t => {
  const api = await startApi('api1', modulePath('./demo/api-server'))
  const answer = await fetch(`http://127.0.0.1:${api.port}/`)
  t.match(await answer.json(), { server: 'api1', visits: 1 })
  await api.close()
  await t.rejects(fetch(`http://127.0.0.1:${api.port}/`))
  await t.resolves(api.close(), 'once is enough')
})

t.test('a process that ends before it serves is refused', async t => {
  const path = `${t.testdir({ 'nothing.js': '' })}/nothing.js`
  await t.rejects(startApi('api1', path), { name: 'Refusal', message: 'the demo\'s api1 did not start' })
})
