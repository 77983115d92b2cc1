import t from 'tap'
import { said, section, server } from './support/configuration.ts'
import { rule, started } from './support/started.ts'

t.test('redirects of a server are for what is not proxied, those of sections for all', async t => {
  const { ask } = await started(t, {
    main: server({
      proxyPass: [rule('/app', 'http://127.0.0.1:9')],
      settings: said({
        redirects: [
          { status: 301, path: '/a', url: '/b' }, { status: 302, path: '/app', url: 'http://never.example/' }, { status: 410, path: '/gone', url: null },
          { status: 302, path: /^\/m\/(.*)$/s, url: 'http://h/$1$9?q' }, { status: 404, path: /^\/none$/, url: null }
        ]
      }),
      sections: [section('location', '/app/moved', { redirects: [{ status: 302, path: '/app', url: 'http://h/app' }] })]
    })
  })
  const answerTo = async (path: string) => {
    const { status, headers } = await ask(path, { host: 'example.com:81' })
    return [status, headers.location]
  }
  t.same(await answerTo('/a/x%20y?q'), [301, 'http://example.com:81/b/x%20y?q'])
  t.same(await answerTo('/ab'), [404, undefined])
  t.same(await answerTo('/app'), [503, undefined])
  t.same(await answerTo('/app/moved/x'), [302, 'http://h/app/moved/x'])
  t.same(await answerTo('/gone'), [410, undefined])
  t.same(await answerTo('/m/x%0d%0ay?z'), [302, 'http://h/x%0d%0ay?q'])
  t.same(await answerTo('/none'), [404, undefined])
})
