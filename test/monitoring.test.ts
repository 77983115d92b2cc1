/** What monitoring is handed fits together: the metrics, their documentation, the dashboard, the rules. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import balancer from '@fastify-balancer/balancer'
import { checkFailed, watch } from '@fastify-balancer/core'
import { metrics } from '@fastify-balancer/status'
import Fastify from 'fastify'
import t from 'tap'
import { allMetrics, prefix } from '../packages/status/src/metrics/register.ts'
import { needs } from './support/skip.ts'

const docs = join(import.meta.dirname, '../docs')
const read = (file: string): string => readFileSync(join(docs, file), 'utf8')
const promtool = needs('promtool', spawnSync('promtool', ['--version']).status === 0, '.ci/run installs it')

async function answer (): Promise<string> {
  const app = Fastify()
  t.after(() => app.close())
  await app.register(balancer, { balancers: { shop: { members: [{ url: 'http://a', route: 'a', max: 5 }] } } })
  await app.register(metrics)
  const member = app.balancers.get('shop').members[0]!
  watch(member)
  checkFailed(member, 1, 'test')
  return (await app.inject('/metrics')).body
}

function check (args: readonly string[], input = ''): { readonly status: number | null, readonly output: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

/** The metrics that an expression asks for. */
function namesIn (expression: string): string[] {
  return expression.match(/\b(?:fastify_balancer|process|nodejs)_\w+/g) ?? []
}

interface Panel { readonly title: string, readonly targets: ReadonlyArray<{ readonly expr: string }> }
const dashboard: { readonly panels: readonly Panel[], readonly templating: unknown } = JSON.parse(read('grafana/fastify-balancer.json'))
const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))

t.test('promtool has nothing to say about the metrics', promtool, async t => {
  t.strictSame(check(['check', 'metrics'], await answer()), { status: 0, output: '' })
})

t.test('dashboard and rules ask for metrics that are there', async t => {
  const there = new Set((await answer()).split('\n').map(line => line.split(/[{ ]/)[0]!))
  const rules = read('prometheus/alerts.yml').split('\n').filter(line => !/summary:/.test(line)).join('\n')
  t.ok(expressions.length > 20)
  for (const expression of [...expressions, JSON.stringify(dashboard.templating), rules]) {
    t.strictSame(namesIn(expression).filter(name => !there.has(name)), [], expression)
  }
  t.strictSame(allMetrics.map(({ name, kind }) => prefix + name + (kind === 'histogram' ? '_bucket' : '')).filter(name => !there.has(name)), [])
})

t.test('the rules hold, and the dashboard is made of valid expressions', promtool, async t => {
  t.match(check(['check', 'rules', join(docs, 'prometheus/alerts.yml')]), { status: 0, output: /SUCCESS: 11 rules found/ })
  const tested = check(['test', 'rules', join(docs, 'prometheus/alerts.test.yml')])
  t.equal(tested.status, 0, tested.output)
  const directory = mkdtempSync(join(tmpdir(), 'rules-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const rules = expressions.map((expression, i) => ({ record: `dashboard:${i}`, expr: expression.replaceAll('$__rate_interval', '1m') }))
  // YAML reads JSON.
  writeFileSync(join(directory, 'rules.yml'), JSON.stringify({ groups: [{ name: 'dashboard', rules }] }))
  const checked = check(['check', 'rules', join(directory, 'rules.yml')])
  t.equal(checked.status, 0, checked.output)
})

t.test('every rule is documented, and tested', async t => {
  const names = [...read('prometheus/alerts.yml').matchAll(/- alert: (\w+)/g)].map(([, name]) => name!)
  const rows = [...read('monitoring.md').matchAll(/^\| `(Balancer\w+)` \| (\w+) /gm)].map(([, name]) => name!)
  t.strictSame(rows.toSorted(), names.toSorted())
  const tests = read('prometheus/alerts.test.yml')
  for (const name of names) t.match(tests, new RegExp(`alertname: ${name}\\n\\s+exp_alerts:\\n`), name)
})

t.test('every metric is documented', async t => {
  const rows = read('monitoring.md').split('\n').filter(line => line.startsWith(`| \`${prefix}`) && !line.includes('build_info'))
  t.strictSame(rows, allMetrics.map(({ name, kind, labels, help, of }) => {
    const besides = labels.map(label => `\`${label}\``).join(', ')
    return `| \`${prefix}${name}\` | ${kind} | ${[`of each ${of}`, besides].filter(Boolean).join('; ')} | ${help} |`
  }))
})
