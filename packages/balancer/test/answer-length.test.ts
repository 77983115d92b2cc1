import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('a Content-Length that a member repeats goes on once, as a plain number', async t => {
  const a = await startBackend(t, 'a', (_request, response) => {
    response.socket!.end('HTTP/1.1 200 OK\r\nContent-Length: 02\r\nContent-Length: 2\r\n\r\nok')
  })
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const answer = await exchange(port, get('/'))
  t.equal(answer.match(/content-length: .*/gi)?.join(), 'content-length: 2')
  t.match(answer, /\r\n\r\nok$/)
})
