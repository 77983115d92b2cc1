import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findFiles } from '../src/include.ts'
import { read, refusal, verdicts, write } from './support/read.ts'

t.test('wildcards find in alphabetical order, in every segment, and no dot files', async t => {
  const dir = t.testdir({ b: { 'x.conf': '', 'y.txt': '' }, a1: { 'z.conf': '', '.h.conf': '', 'w.conf': '' }, 'a+': {} })
  const found = (path: string): string[] => findFiles(join(dir, path)).map(file => file.slice(dir.length + 1))
  t.same(found('*/*.conf'), ['a1/w.conf', 'a1/z.conf', 'b/x.conf'])
  t.same(found('a?/[!z].conf'), ['a1/w.conf'])
  t.same(found('a1/.*'), ['a1/.h.conf'])
  t.same(found('b'), ['b/x.conf', 'b/y.txt'])
  t.same(found('nowhere/*.conf'), [])
  t.same(found('nowhere.conf'), ['nowhere.conf'])
})

t.test('files are read where they are included, relative to the ServerRoot', async t => {
  const files = {
    'httpd.conf': 'Listen 1\nInclude conf.d/*.conf\nListen 4',
    'conf.d': { '2.conf': 'Listen 3', '1.conf': 'Listen 2' }
  } as unknown as Record<string, string>
  t.same(read(t, files).listen.map(({ port }) => port), [1, 2, 3, 4])
  t.match(read(t, files).report[2], { file: /conf\.d\/1\.conf$/, line: 1, directive: 'Listen' })
})

t.test('a directory holds files and directories', async t => {
  const files = { 'httpd.conf': 'ServerRoot sub\nInclude x', sub: { x: { y: { 'b.conf': 'Listen 2' }, 'a.conf': 'Listen 1' } } } as unknown as Record<string, string>
  t.same(read(t, files).listen.map(({ port }) => port), [1, 2])
})

t.test('a section can hold an included file, which closes its own sections', async t => {
  const { virtualHosts } = read(t, { 'httpd.conf': '<VirtualHost *>\nInclude name\n</VirtualHost>', name: 'ServerName a.test' })
  t.equal(virtualHosts[0]?.serverName, 'a.test')
  t.equal(refusal(t, { 'httpd.conf': '<VirtualHost *>\nInclude name\n</VirtualHost>', name: '</VirtualHost>' }),
    'name:1: </VirtualHost>: closes nothing: no section is open')
})

t.test('a file or a match that is not there is refused by Include', async t => {
  t.match(refusal(t, 'Include nix.conf'), /^httpd\.conf:1: Include: ENOENT: no such file or directory, open '.*nix\.conf'$/)
  t.equal(refusal(t, 'Include *.nix'), 'httpd.conf:1: Include: no file matches *.nix')
  t.match(refusal(t, 'Include [z-a].conf'), /^httpd\.conf:1: Include: Invalid regular expression/)
})

t.test('and is fine with IncludeOptional', async t => {
  t.same(verdicts(t, 'IncludeOptional nix.conf\nIncludeOptional *.nix'), Array(2).fill('IncludeOptional used no such file'))
  t.same(verdicts(t, { 'httpd.conf': 'IncludeOptional x', x: 'Listen 1' }), ['IncludeOptional used', 'Listen used'])
})

t.test('a file that includes itself is refused', async t => {
  t.equal(refusal(t, 'Include httpd.conf'), 'httpd.conf:1: Include: is 20 files deep: does a file include itself?')
})

t.test('a directory that holds itself is refused', async t => {
  const { dir } = write(t, { 'httpd.conf': '' })
  symlinkSync(dir, join(dir, 'again'))
  t.throws(() => findFiles(dir), { code: 'ELOOP' })
})
