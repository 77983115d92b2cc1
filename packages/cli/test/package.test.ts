import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { demoFile, modulePath, version } from '../src/package.ts'

t.test('the version is that of package.json', async t => {
  t.equal(version, JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version)
})

t.test('the demo\'s configuration and the modules for other processes are there', async t => {
  for (const path of [demoFile, modulePath('./worker'), modulePath('./demo/api-server')]) t.ok(existsSync(path), path)
})
