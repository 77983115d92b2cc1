import t from 'tap'
import { main, read, refusal } from '../support/read.ts'

t.test('clients are sent elsewhere, with 302 where nothing is said', async t => {
  t.same(main(t, 'Redirect /a http://h/\nRedirect permanent /b /c\nRedirectMatch 303 ^/(d) http://h/$1\nRedirect gone /e\nRedirectPermanent /f http://h/\nRedirectTemp /g http://h/\nRedirect 404 /h').settings.redirects, [
    { status: 302, path: '/a', url: 'http://h/' }, { status: 301, path: '/b', url: '/c' }, { status: 303, path: /^\/(d)/s, url: 'http://h/$1' },
    { status: 410, path: '/e', url: null }, { status: 301, path: '/f', url: 'http://h/' }, { status: 302, path: '/g', url: 'http://h/' }, { status: 404, path: '/h', url: null }
  ])
})

t.test('a virtual host\'s come before the main server\'s', async t => {
  t.match(read(t, 'Redirect /a /b\n<VirtualHost *>\nRedirect /c /d\n</VirtualHost>').virtualHosts[0]!.settings.redirects, [{ path: '/c' }, { path: '/a' }])
})

t.test('what leads nowhere is refused', async t => {
  const refused: ReadonlyArray<readonly [directive: string, reason: string]> = [
    ['Redirect /a', '302 needs URL'], ['Redirect gone /a /b', '410 takes no URL'], ['Redirect 200 /a', 'there is no such status to answer with: 200'],
    ['Redirect 600 /a', 'there is no such status to answer with: 600'], ['Redirect a /b', 'the path must begin with /: "a"'],
    ['Redirect /a b', 'the URL must be absolute, or a path: "b"'], ['Redirect /a /b /c', 'needs a path, and but for statuses like gone a URL'],
    ['Redirect gone', 'needs a path, and but for statuses like gone a URL']
  ]
  for (const [directive, reason] of refused) t.equal(refusal(t, directive), `httpd.conf:1: Redirect: ${reason}`)
})
