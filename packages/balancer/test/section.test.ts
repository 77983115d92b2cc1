import t from 'tap'
import { sectionAt } from '../src/section.ts'

t.test('a section holds for whole segments of its path', async t => {
  const table: ReadonlyArray<readonly [section: string | RegExp, path: string, holds: boolean]> = [
    ['/a', '/a', true],
    ['/a', '/a/', true],
    ['/a', '/a/b', true],
    ['/a', '/ab', false],
    ['/a', '/A', false],
    ['/a/', '/a', false],
    ['/a/', '/a/b', true],
    ['/', '/', true],
    ['/', '/x', true],
    ['/grüße', '/gr\xc3\xbc\xc3\x9fe/x', true]
  ]
  for (const [section, path, holds] of table) t.equal(sectionAt(section)(path), holds, `${String(section)} on ${path}`)
})

t.test('an expression holds wherever it is found, each time anew', async t => {
  const holds = sectionAt(/b.\/c/gi)
  for (const path of ['/a/bx/c', '/a/bx/c', '/BB/C/d']) t.ok(holds(path), path)
  t.notOk(holds('/b/c'))
})
