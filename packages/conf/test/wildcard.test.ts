import t from 'tap'
import { readPrefix, readWildcards } from '../src/wildcard.ts'

t.test('wildcards stand for anything but a slash, and match the whole path', async t => {
  const table: ReadonlyArray<readonly [wildcards: string, path: string, matches: boolean]> = [
    ['/a*', '/a', true],
    ['/a*', '/abc', true],
    ['/a*', '/a/b', false],
    ['/*/b', '/x/b', true],
    ['/*/b', '/x/y/b', false],
    ['/*/b', '/x/b/c', false],
    ['/a?', '/ab', true],
    ['/a?', '/a', false],
    ['/a?b', '/a/b', false],
    ['/[a-c]x', '/bx', true],
    ['/[a-c]x', '/dx', false],
    ['/[!a-c]x', '/dx', true],
    ['/[^a]', '/a', false],
    ['/[!a]b', '//b', false],
    ['/[]^]', '/^', true],
    [String.raw`/\*`, '/*', true],
    [String.raw`/\*`, '/a', false],
    ['/a.(b)*', '/a.(b)c', true],
    ['/a.*', '/axb', false],
    ['/ü?', '/\xc3\xbcx', true],
    ['/[', '/[', true]
  ]
  for (const [wildcards, path, matches] of table) t.equal(readWildcards(wildcards).test(path), matches, `${wildcards} on ${path}`)
})

t.test('a path without wildcards matches as a prefix of whole segments', async t => {
  const table: ReadonlyArray<readonly [prefix: string, path: string, matches: boolean]> = [
    ['/a.b', '/a.b', true],
    ['/a.b', '/a.b/c', true],
    ['/a.b', '/axb', false],
    ['/a', '/ab', false],
    ['/a', '/x/a', false],
    ['/a/', '/a/b', true],
    ['/ü', '/\xc3\xbc', true]
  ]
  for (const [prefix, path, matches] of table) t.equal(readPrefix(prefix).test(path), matches, `${prefix} on ${path}`)
})
