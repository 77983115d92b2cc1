/** docs/from-httpd.md has a row for every directive and parameter, and each difference names a test that exists. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { balancerSchema, memberSchema } from '@fastify-balancer/core'
import { directives } from '../packages/conf/src/directives.ts'
import { onRead } from '../packages/conf/src/on-read.ts'

const root = join(import.meta.dirname, '..')
const rows = readFileSync(join(root, 'docs/from-httpd.md'), 'utf8').split('\n').filter(line => line.startsWith('| '))
const named = new Set(rows.flatMap(row => row.split(' | ')[0]!.slice(2).replaceAll('`', '').toLowerCase().split(', ')))

t.test('every directive that is known has its row', async t => {
  for (const name of [...directives.keys(), ...Object.keys(onRead)]) t.ok(named.has(name), name)
})

t.test('every parameter has its row', async t => {
  for (const name of [...Object.keys(memberSchema), ...Object.keys(balancerSchema)]) t.ok(named.has(name), name)
})

t.test('every difference is shown by a test', async t => {
  const differences = rows.filter(row => row.split(' | ').length === 5 && !row.startsWith('| what'))
  t.ok(differences.length > 10)
  for (const row of differences) {
    const path = row.split(' | ')[4]!.replace(/ \|$/, '')
    t.ok(existsSync(join(root, path)), path)
  }
})
