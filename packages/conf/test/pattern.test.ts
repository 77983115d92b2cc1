import t from 'tap'
import { readPattern, readPrefix } from '../src/pattern.ts'

t.test('a pattern is searched anywhere and minds case, unless it begins with (?i)', async t => {
  t.match('/a/img.gif', readPattern('^/a/(.*\\.gif)$'))
  t.notMatch('/A', readPattern('^/a'))
  t.match('/A', readPattern('(?i)^/a'))
  t.match('/ab', readPattern('^/(?:a|c)(?=b)(?!x)(?<name>b)'))
})

t.test('what only PCRE understands is refused', async t => {
  const patterns: ReadonlyArray<readonly [pattern: string, foreign: string]> = [
    ['\\A/a', '\\A'], ['/a++', '++'], ['(?>a)', '(?>'], ['/(?i)a', '(?i)'], ['[[:alpha:]]', '[[:alpha:]'], ['(?P<n>a)', '(?P']
  ]
  for (const [pattern, foreign] of patterns) {
    t.throws(() => readPattern(pattern), { message: `JavaScript's regular expressions have no ${foreign}` }, pattern)
  }
})

t.test('a broken pattern is refused', async t => {
  t.throws(() => readPattern('^/('), { message: /^Invalid regular expression/ })
})

t.test('a path as an expression matches as a prefix of whole segments', async t => {
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
