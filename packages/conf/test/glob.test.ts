import t from 'tap'
import { isGlob, readGlob } from '../src/glob.ts'

t.test('what has a wildcard is a glob', async t => {
  t.same(['/a', '/a*', '/a?', '/[ab]'].map(isGlob), [false, true, true, true])
})

t.test('wildcards match as fnmatch has them', async t => {
  const matches = (glob: string, within: string, text: string): boolean => readGlob(glob, within).test(text)
  t.same(['/a/x/b', '/a//b', '/a/x/y/b', '/a/x/b/c', '/b/a/x/b'].map(text => matches('/a/*/b', '[^/]', text)), [true, true, false, false, false])
  t.ok(matches('/a/*/b', '.', '/a/x/y/b'))
  t.same(['/1', '/a', '/', '/12'].map(text => matches('/?', '[^/]', text)), [true, true, false, false])
  t.same(['/a', '/c', '/d'].map(text => matches('/[a-c]', '[^/]', text)), [true, true, false])
  t.same(['/a', '/d'].map(text => matches('/[!a-c]', '[^/]', text)), [false, true])
  t.same(['/a', '/d'].map(text => matches('/[^a-c]', '[^/]', text)), [false, true])
  t.same(['/]', '/x'].map(text => matches('/[]]', '[^/]', text)), [true, false])
  t.same(['/*', '/x'].map(text => matches('/\\*', '[^/]', text)), [true, false])
  t.same(['/a.b+(c)', '/axb+(c)'].map(text => matches('/a.b+(c)', '[^/]', text)), [true, false])
  t.same(['/[x', '/x'].map(text => matches('/[x', '[^/]', text)), [true, false])
})
