import Fastify from 'fastify'
import t from 'tap'
import { sendPage } from '../src/page.ts'

t.test('a page has the title and text of its status', async t => {
  const app = Fastify()
  app.get('/:status', (request, reply) => sendPage(reply, Number((request.params as { status: string }).status)))
  const missing = await app.inject('/404')
  t.equal(missing.statusCode, 404)
  t.equal(missing.headers['content-type'], 'text/html; charset=utf-8')
  t.match(missing.body, '<h1>Not Found</h1><p>The requested URL was not found on this server.</p>')
  t.match((await app.inject('/414')).body, '<h1>URI Too Long</h1><p></p>', 'a status without a text of its own')
})

t.test('a reason is shown as text', async t => {
  const app = Fastify()
  app.get('/', (_request, reply) => sendPage(reply, 502, 'a <b> & "c"'))
  t.match((await app.inject('/')).body, '<p>Reason: <strong>a &#60;b&#62; &#38; &#34;c&#34;</strong></p></body>')
})
