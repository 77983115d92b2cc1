import t from 'tap'
import { createApi } from '../../src/demo/api.ts'

t.test('a session counts its visits, and its id ends in the server\'s route', async t => {
  const api = await createApi('api1')
  t.teardown(() => api.close())
  const first = await api.inject('/')
  const { session } = first.json()
  t.match(session, /^[0-9a-f-]{36}\.api1$/)
  t.strictSame(first.json(), { server: 'api1', session, visits: 1 })
  t.equal(first.headers['set-cookie'], `SESSIONID=${session}; Path=/; HttpOnly; SameSite=Lax`)
  const second = await api.inject({ url: '//', cookies: { SESSIONID: session } })
  t.strictSame(second.json(), { server: 'api1', session, visits: 2 })
})

t.test('a session of another server is unknown here: its visits are lost', async t => {
  const api = await createApi('api2')
  t.teardown(() => api.close())
  const answer = await api.inject({ url: '/', cookies: { SESSIONID: 'x.api1' } })
  t.match(answer.json(), { server: 'api2', visits: 1 })
})
