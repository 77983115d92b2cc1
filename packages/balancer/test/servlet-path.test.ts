import t from 'tap'
import { createServletMatch, withoutParameters } from '../src/servlet-path.ts'

t.test('a servlet path matches without its parameters, and the rest keeps them', async t => {
  const table: ReadonlyArray<readonly [path: string, prefix: string, rest: string | undefined]> = [
    ['/a', '/a', ''],
    ['/a/', '/a', '/'],
    ['/a/b', '/a', '/b'],
    ['/ab', '/a', undefined],
    ['/', '/a', undefined],
    ['/a;x', '/a', ''],
    ['/a;x/', '/a', '/'],
    ['/a;x/b;y', '/a', ';x/b;y'],
    ['/a;x/b;y', '/a/', 'b;y'],
    ['/a;x/', '/a/', ''],
    ['/a;x', '/a/', undefined],
    ['/x/..;/a/b', '/a', '/b'],
    ['/x/..;y=1/a/./b', '/a', '/b'],
    ['/a/..;/b', '/a', undefined],
    ['/a;x/..;/a/b', '/a', '/b'],
    ['/a/b/c/..;/d', '/a', '/b/c/..;/d'],
    ['/..;/a', '/a', undefined],
    ['/;x/a/b', '/a', '/b'],
    ['/.;x/a', '/a', ''],
    ['/x;y/z', '/', 'x;y/z'],
    ['/', '/', '']
  ]
  for (const [path, prefix, rest] of table) t.equal(createServletMatch(prefix)(path), rest, `${prefix} on ${path}`)
})

t.test('a path without its parameters', async t => {
  const table: ReadonlyArray<readonly [path: string, without: string]> = [
    ['/', '/'], ['/a;x/b;y', '/a/b'], ['/a;x/', '/a/'], ['/x/..;/a', '/a'], ['/a/.;x', '/a/'], ['/;x/a', '/a']
  ]
  for (const [path, without] of table) t.equal(withoutParameters(path), without, path)
})
