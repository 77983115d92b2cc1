import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { directives } from '../src/directives.ts'
import { ignoredDirectives } from '../src/directives/ignored.ts'
import { later } from '../src/directives/later.ts'
import { onRead } from '../src/on-read.ts'
import { refusal, verdicts } from './support/read.ts'

t.test('no directive stands in two tables', async t => {
  const directory = join(import.meta.dirname, '../src/directives')
  const tables = await Promise.all(readdirSync(directory).map(async (file): Promise<object[]> => Object.values(await import(join(directory, file)))))
  const names = tables.flat().filter(each => typeof each === 'object').flatMap(table => Object.keys(table))
  t.equal(directives.size, names.length)
  t.same(Object.keys(onRead).filter(name => directives.has(name)), [])
})

t.test('what would change what is served is refused', async t => {
  for (const name of Object.keys(later)) t.equal(refusal(t, `${name} x`), `httpd.conf:1: ${name}: not supported yet`)
})

t.test('what changes nothing is ignored, with the reason', async t => {
  for (const [name, rule] of Object.entries(ignoredDirectives)) {
    if (rule.verdict === 'ignored') t.same(verdicts(t, `${name} x`), [`${name} ignored ${rule.why}`])
    else t.match(refusal(t, `${name} x`), `httpd.conf:1: ${name}: not supported yet: it can only be `)
  }
})
