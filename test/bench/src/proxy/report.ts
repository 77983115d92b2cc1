/** Says what was measured: least and median of the rounds, and the ratios that count. */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { table } from '../table.ts'
import type { Row } from '../table.ts'
import { baselines, versionOf } from './contenders.ts'
import type { Contender } from './contenders.ts'
import type { Flags } from './flags.ts'
import { drawBars } from './chart.ts'
import type { Running } from './measure.ts'

export interface Result {
  readonly contender: Contender
  readonly running: Running
  /** CPU microseconds per request: for each load, of each round. */
  readonly cpu: readonly number[][]
  /** Bytes at rest, in the last round. */
  memory: number
  /** Bytes per idle connection, of each round. */
  readonly perConnection: number[]
}

/** All tables, as text for a terminal. */
export function report (flags: Flags, results: readonly Result[]): string {
  return ['', ...tables(flags, results).map(({ title, rows }) => `${title}\n\n${table(rows)}`)].join('\n')
}

/** The figures of `performance.md` and their chart. */
export function writeDocument (directory: string, flags: Flags, results: readonly Result[]): void {
  const file = join(directory, 'performance.md')
  const text = readFileSync(file, 'utf8')
  const figures = tables(flags, results).map(({ title, rows }) => `### ${title}\n\n${markdown(rows)}`).join('\n')
  const [begin, end] = ['<!-- figures -->\n', '<!-- end of figures -->']
  writeFileSync(file, `${text.slice(0, text.indexOf(begin) + begin.length)}\n${machine(flags)}\n\n${figures}\n${text.slice(text.indexOf(end))}`)
  writeFileSync(join(directory, 'performance.svg'), drawBars('CPU µs per request, GET 100 B', results.map(({ contender, cpu }) => ({
    label: contender.name, value: least(cpu[0]!), isOurs: contender.name.includes('fastify-balancer')
  }))))
}

interface Table {
  readonly title: string
  readonly rows: readonly Row[]
}

function tables (flags: Flags, results: readonly Result[]): Table[] {
  const names = flags.loads.map(({ name }) => name)
  const cpu = (of: (result: Result, load: number) => string): Row[] =>
    [['', ...names], ...results.map((result): Row => [nameOf(result), ...names.map((_, load) => of(result, load))])]
  const against = (name: string): Table[] => {
    const baseline = results.find(({ contender }) => contender.name === name)
    if (baseline === undefined) return []
    return [{
      title: `CPU as a share of ${name}'s`,
      rows: cpu((result, load) => (least(result.cpu[load]!) / least(baseline.cpu[load]!)).toFixed(2))
    }]
  }
  return [
    { title: 'CPU µs per request: least (median)', rows: cpu(({ cpu }, load) => `${least(cpu[load]!).toFixed(1)} (${median(cpu[load]!).toFixed(1)})`) },
    ...against(baselines.httpd),
    ...against(baselines.replyFrom),
    ...(flags.idle === 0
      ? []
      : [{
          title: 'Memory',
          rows: [
            ['', 'MB at rest', `kB per idle connection of ${flags.idle}: least (median)`] as const,
            ...results.map((result): Row => [
              nameOf(result), (result.memory / 1e6).toFixed(1), `${(least(result.perConnection) / 1e3).toFixed(1)} (${(median(result.perConnection) / 1e3).toFixed(1)})`
            ])
          ]
        }])
  ]
}

function machine ({ rounds, duration }: Flags): string {
  const [cpu] = cpus()
  return `${rounds} rounds of ${duration / 1_000} s on ${cpus().length} × ${cpu!.model.trim()}, Node.js ${process.version}, ${new Date().toISOString().slice(0, 10)}.`
}

function nameOf ({ contender }: Result): string {
  return `${contender.name} ${versionOf(contender)}`.trim()
}

function markdown (rows: readonly Row[]): string {
  const [head, ...body] = rows
  const line = (row: Row): string => `| ${row.join(' | ')} |\n`
  return `${line(head!)}|${head!.map((_, i) => i === 0 ? '---|' : '--:|').join('')}\n${body.map(line).join('')}`
}

function least (values: readonly number[]): number {
  return Math.min(...values)
}

function median (values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}
