import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import type { ServerDefinition, Settings } from '@fastify-balancer/conf'
import { place, requirement, section, server } from './support/configuration.ts'
import { rule, started } from './support/started.ts'
import type { Started } from './support/started.ts'

interface Site extends Started {
  readonly statusOf: (...paths: string[]) => Promise<number[]>
}

async function start (t: Test, given: (root: string) => Partial<ServerDefinition> = () => ({})): Promise<Site> {
  const directory = t.testdir({
    www: {
      'index.html': 'home',
      'a.txt': 'text',
      'b c%.odd': 'odd',
      '.env': 'secret',
      '.git': { config: 'secret' },
      '.htpasswd': 'secret',
      '.well-known': { 'security.txt': 'known' },
      users: 'sam:{SHA}2PRZAyDhNDqRW2OUFwZQqPNdaSY=\n',
      dir: { 'index.htm': 'dir' },
      empty: {},
      closed: { 'x.txt': 'closed' }
    },
    outside: { 'o.txt': 'outside' }
  })
  const root = join(directory, 'www')
  writeFileSync(join(root, 'ä.txt'), 'umlaut')
  symlinkSync(join(directory, 'outside'), join(root, 'out'))
  symlinkSync(join(root, 'a.txt'), join(root, 'in.txt'))
  mkdirSync(join(root, 'closed/deep'))
  const running = await started(t, { main: server({ documentRoot: root, ...given(root) }) })
  return { ...running, statusOf: async (...paths) => Promise.all(paths.map(async path => (await running.ask(path)).status)) }
}

const directory = (path: string, settings: Partial<Settings>) => section('directory', path, settings)

t.test('what is not proxied is a file', async t => {
  const { ask, statusOf } = await start(t, () => ({ proxyPass: [rule('/api', 'http://127.0.0.1:9/')] }))
  t.match(await ask('/'), { status: 200, body: 'home', headers: { 'content-type': /^text\/html/ } })
  t.match(await ask('/a.txt?x'), { status: 200, body: 'text', headers: { 'content-type': /^text\/plain/ } })
  t.equal((await ask('/b%20c%25.odd')).body, 'odd')
  t.equal((await ask('/%C3%A4.txt')).body, 'umlaut')
  t.same(await statusOf('/missing', '/a.txt/x', '/a.txt/', '/api'), [404, 404, 200, 503])
  t.match(await ask('/a.txt', {}, 'HEAD'), { status: 200, body: '', headers: { 'content-length': '4' } })
  t.match(await ask('/a.txt', {}, 'POST'), { status: 405, headers: { allow: 'GET, HEAD' } })
  t.equal((await ask('/missing', {}, 'POST')).status, 404)
})

t.test('requests may be conditional, or for a part', async t => {
  const { ask } = await start(t)
  const { etag, 'last-modified': modified } = (await ask('/a.txt')).headers
  t.equal((await ask('/a.txt', { 'if-none-match': etag! })).status, 304)
  t.equal((await ask('/a.txt', { 'if-modified-since': modified! })).status, 304)
  t.match(await ask('/a.txt', { range: 'bytes=1-2' }), { status: 206, body: 'ex', headers: { 'content-range': 'bytes 1-2/4' } })
  t.equal((await ask('/a.txt', { range: 'bytes=9-' })).status, 416)
})

t.test('a directory is its index, or is not listed', async t => {
  const { ask, statusOf } = await start(t, root => ({ sections: [directory(root, { directoryIndex: ['index.html', 'index.htm'] })] }))
  t.match(await ask('/dir?q'), { status: 301, headers: { location: '/dir/?q' } })
  t.equal((await ask('/dir/')).body, 'dir')
  t.same(await statusOf('/empty/'), [403])
})

t.test('no path leads out of the root, to a hidden file or to passwords', async t => {
  const { statusOf } = await start(t, root => ({ sections: [section('location', '/never', { authUserFile: { path: join(root, 'users'), place } })] }))
  t.same(await statusOf('/.env', '/.git/config', '/.htpasswd', '/users', '/%2ehtpasswd'), [403, 403, 403, 403, 403])
  t.same(await statusOf('/.well-known/security.txt'), [200])
  for (const status of await statusOf('/../outside/o.txt', '/%2e%2e/outside/o.txt', '/..%2foutside/o.txt', '/dir/../../outside/o.txt', '/a.txt%00', '/%c0%ae%c0%ae/outside/o.txt', '/..\\outside\\o.txt')) {
    t.ok(status === 400 || status === 404, String(status))
  }
})

t.test('symbolic links stay inside of the root, unless Options say otherwise', async t => {
  const links = async (followSymLinks: Settings['followSymLinks']) => {
    const { statusOf } = await start(t, root => ({ sections: [directory(root, { followSymLinks })] }))
    return statusOf('/out/o.txt', '/in.txt', '/a.txt')
  }
  t.same(await links(null), [403, 200, 200])
  t.same(await links('inside'), [403, 200, 200])
  t.same(await links('always'), [200, 200, 200])
  t.same(await links('never'), [403, 403, 200])
})

t.test('sections about files say who gets in', async t => {
  const { statusOf } = await start(t, root => ({
    sections: [
      directory('/', { require: requirement('denied') }),
      directory(root, { require: requirement('granted') }),
      directory(join(root, 'closed'), { require: requirement('denied') }),
      section('files', /\.htm$/, { require: requirement('denied') }),
      directory(root, { directoryIndex: ['index.htm'] }),
      section('location', '/closed/deep', { require: requirement('granted') })
    ],
    aliases: [{ path: '/etc', target: '/etc' }]
  }))
  t.same(await statusOf('/a.txt', '/closed/x.txt', '/closed/nothing', '/closed/deep/nothing', '/dir/', '/etc/hostname'), [200, 403, 403, 404, 403, 403])
})

t.test('aliases lead elsewhere', async t => {
  const { ask, statusOf } = await start(t, root => ({
    documentRoot: null,
    aliases: [
      { path: '/o', target: join(root, '../outside') },
      { path: '/slashed/', target: join(root, '../outside/') },
      { path: /^\/match\/(.*)\.x$/, target: join(root, '$1.txt') }
    ]
  }))
  t.equal((await ask('/o/o.txt')).body, 'outside')
  t.equal((await ask('/slashed/o.txt')).body, 'outside')
  t.equal((await ask('/match/a.x')).body, 'text')
  t.same(await statusOf('/', '/ox', '/o/', '/match/b.x', '/a.txt'), [404, 404, 403, 404, 404])
})

t.test('what is not there may be another file, and types may be said', async t => {
  const { ask, statusOf } = await start(t, root => ({
    sections: [directory(root, { fallbackResource: '/index.html', types: { txt: 'text/x-own' } }), directory(join(root, 'closed'), { fallbackResource: 'disabled' })]
  }))
  t.match(await ask('/some/page'), { status: 200, body: 'home' })
  t.equal((await ask('/empty/')).body, 'home')
  t.equal((await ask('/a.txt')).headers['content-type'], 'text/x-own')
  t.same(await statusOf('/closed/missing'), [404])
})
