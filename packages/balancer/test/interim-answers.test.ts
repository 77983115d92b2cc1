import t from 'tap'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('an interim answer of the member is not taken for its answer', async t => {
  const a = await startBackend(t, 'a', (_request, response) => {
    response.writeProcessing()
    response.end('final')
  })
  const { url } = await startShop(t, { members: [{ url: a.url }] })
  const response = await fetch(url)
  t.equal(response.status, 200)
  t.equal(await response.text(), 'final')
})
