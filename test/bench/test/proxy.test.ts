import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { bench } from '../src/proxy/bench.ts'
import { contenders } from '../src/proxy/contenders.ts'
import { readFlags } from '../src/proxy/flags.ts'
import { loads } from '../src/proxy/loads.ts'
import { writeDocument } from '../src/proxy/report.ts'
import type { Result } from '../src/proxy/report.ts'

t.setTimeout(120_000)

// What was built is not to be measured as well: it would be taken for the sources, which it is not, line by line.
process.env._TAPJS_PROCESSINFO_COVERAGE_ = '0'

const page = '# Performance\n\n<!-- figures -->\nold\n<!-- end of figures -->\nfoot\n'

t.test('flags choose proxies and loads, and what is wrong is told', async t => {
  const { contenders, loads, rounds, duration, docs } = readFlags(['--only', '@fastify/reply-from', '--load', 'GET 10 kB', '--rounds', '5', '--seconds', '0.5'])
  t.same([contenders.map(({ name }) => name), loads.map(({ name }) => name), rounds, duration, docs], [['@fastify/reply-from'], ['GET 10 kB'], 5, 500, null])
  t.equal(readFlags([]).docs, 'docs')
  t.throws(() => readFlags(['--only', 'x']), /--only must be one of .*"nginx".*, not "x"/)
  t.throws(() => readFlags(['--rounds', '0']), /--rounds must be a number above 0/)
  t.throws(() => readFlags(['--quick']), /^usage: /)
})

t.test('a chart and a page are made of what was measured', async t => {
  const directory = mkdtempSync(join(tmpdir(), 'bench-test-'))
  writeFileSync(join(directory, 'performance.md'), page)
  const running = { pid: 0, port: 0, isNode: true }
  const named = (name: string): Result['contender'] => ({ ...contenders[0]!, name })
  const results: Result[] = [
    { contender: named('httpd'), running, cpu: [[40, 50, 45]], memory: 5e6, perConnection: [1_000, 3_000, 2_000] },
    { contender: named('fastify-balancer'), running, cpu: [[20, 22, 21]], memory: 9e7, perConnection: [4_000] }
  ]
  writeDocument(directory, { contenders: [], loads: loads.slice(0, 1), rounds: 3, duration: 2_000, idle: 10, docs: directory }, results)
  const text = readFileSync(join(directory, 'performance.md'), 'utf8')
  t.match(text, '| fastify-balancer | 20.0 (21.0) |')
  t.match(text, '| fastify-balancer | 0.50 |')
  t.match(text, '| httpd | 5.0 | 1.0 (2.0) |')
  t.notMatch(text, 'old')
  t.match(text, /\nfoot\n$/)
  t.match(readFileSync(join(directory, 'performance.svg'), 'utf8'), /class="ours".*20\.0/)
})

t.test('proxies are started, asked and ended, and every figure is a number', async t => {
  const only = ['@fastify-balancer in an app', 'fastify-balancer httpd.conf', '@fastify/reply-from'].flatMap(name => ['--only', name])
  let text = ''
  await bench(readFlags([...only, '--load', 'GET 100 B', '--rounds', '1', '--seconds', '3', '--idle', '10']), printed => { text += printed })
  const rows = text.split('\n').filter(line => line.startsWith('fastify-balancer httpd.conf'))
  t.equal(rows.length, 3, 'CPU, its share of reply-from, memory')
  for (const row of rows) t.notMatch(row, /NaN|Infinity/)
  t.match(rows[0], /^fastify-balancer httpd.conf +[\d.]+ \([\d.]+\)$/)
})
