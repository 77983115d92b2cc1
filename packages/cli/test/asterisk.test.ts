import { once } from 'node:events'
import { connect } from 'node:http2'
import t from 'tap'
import { backend } from './support/backend.ts'
import { requirement, section, server } from './support/configuration.ts'
import { rule, started } from './support/started.ts'

t.test('OPTIONS * asks about the server, and no member is asked', async t => {
  let asked = 0
  const back = await backend((_request, response) => {
    asked++
    response.end()
  })
  t.teardown(back.close)
  const proxyPass = [rule('/', `${back.url}/`)]
  const open = await started(t, { main: server({ proxyPass, protocols: ['h2c'] }) })
  t.equal((await open.ask('*', {}, 'OPTIONS')).status, 400)
  const guarded = await started(t, { main: server({ proxyPass, sections: [section('location', '/', { require: requirement('denied') })] }) })
  t.equal((await guarded.ask('*', {}, 'OPTIONS')).status, 400)
  const bare = await started(t, { main: server() })
  t.equal((await bare.ask('*', {}, 'OPTIONS')).status, 404)

  const client = connect(`http://127.0.0.1:${open.serving.addresses[0]!.port}`)
  t.teardown(() => client.destroy())
  const stream = client.request({ ':method': 'OPTIONS', ':path': '*' })
  stream.end()
  const [headers] = await once(stream.resume(), 'response')
  t.equal(headers[':status'], 400)
  t.equal(asked, 0)
})
