import t from 'tap'
import { encodePath, matchPrefix, readEncodedPath, readPath } from '../src/path.ts'

t.test('a path is decoded, its slashes are merged and its dots resolved', async t => {
  const table: ReadonlyArray<readonly [target: string, decoded: string, query: string]> = [
    ['/', '/', ''],
    ['/a/b.c', '/a/b.c', ''],
    ['/a?', '/a', '?'],
    ['/a?x=%2F&y=//../z', '/a', '?x=%2F&y=//../z'],
    ['/a%20b', '/a b', ''],
    ['/a%3Bb', '/a;b', ''],
    ['/%7Eu', '/~u', ''],
    ['/%E2%82%AC', '/\xe2\x82\xac', ''],
    ['/100%25', '/100%', ''],
    ['//a///b//', '/a/b/', ''],
    ['/a/./b', '/a/b', ''],
    ['/a/.', '/a/', ''],
    ['/a/b/../c', '/a/c', ''],
    ['/a/b/..', '/a/', ''],
    ['/a/%2e%2e/b', '/b', ''],
    ['/.hidden/..x/...', '/.hidden/..x/...', ''],
    ['/..;/a', '/..;/a', ''],
    ['http://elsewhere.example/a?b', '/a', '?b'],
    ['HTTPS://elsewhere.example', '/', '']
  ]
  for (const [target, decoded, query] of table) t.match(readPath(target), { decoded, query }, target)
})

t.test('a path that cannot be meant is refused', async t => {
  for (const target of ['/%', '/%zz', '/a%2', '/..', '/a/../../b', '/%2e%2e/a', '*', 'a', '/a#b', '/a?b#c', '/a b', '/a?b\tc', '/a\x7f']) t.equal(readPath(target), 400, target)
  for (const target of ['/a%2Fb', '/a%2fb', '/a%00']) t.equal(readPath(target), 404, target)
  t.equal(readEncodedPath('/a%00'), 404)
})

t.test('a path is encoded canonically', async t => {
  const table: ReadonlyArray<readonly [decoded: string, encoded: string]> = [
    ["/azAZ09~$-_.+!*'(),;:@&=/", "/azAZ09~$-_.+!*'(),;:@&=/"],
    ['/a b', '/a%20b'],
    ['/x[1]', '/x%5B1%5D'],
    ['/100%', '/100%25'],
    ['/a?b#c', '/a%3Fb%23c'],
    ['/\n\xff', '/%0A%FF'],
    ['/\xe2\x82\xac', '/%E2%82%AC']
  ]
  for (const [decoded, encoded] of table) t.equal(encodePath(decoded), encoded, encoded)
})

t.test('a prefix matches whole segments and leaves the rest', async t => {
  const table: ReadonlyArray<readonly [path: string, prefix: string, rest: string | undefined]> = [
    ['/map/a', '/map/a', ''],
    ['/map/a/', '/map/a', '/'],
    ['/map/a/b', '/map/a', '/b'],
    ['/map/ab', '/map/a', undefined],
    ['/map', '/map/a', undefined],
    ['/Map/a', '/map/a', undefined],
    ['/map/b', '/map/b/', undefined],
    ['/map/b/', '/map/b/', ''],
    ['/map/b/x', '/map/b/', 'x'],
    ['/', '/', ''],
    ['/x', '/', 'x']
  ]
  for (const [path, prefix, rest] of table) t.equal(matchPrefix(path, prefix), rest, `${prefix} on ${path}`)
})
