import t from 'tap'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sim } from '../src/sim.ts'

interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run (args: readonly string[], isTTY: boolean = false): Result {
  let stdout = ''
  let stderr = ''
  const code = sim(args, { write: text => { stdout += text } }, { write: text => { stderr += text }, isTTY })
  return { code, stdout, stderr }
}

/** Everything that a run leaves behind: what it printed and the charts that it drew. */
function everything (directory: string, args: readonly string[]): string[] {
  const { stdout } = run([...args, '--out', directory])
  return [stdout, ...readdirSync(directory).map(file => readFileSync(join(directory, file), 'utf8'))]
}

t.test('all scenarios print a table and draw a chart, the same ones for the same seed', async t => {
  const directory = t.testdir()
  const once = everything(directory, ['--quick', '--seed', '7'])
  const again = everything(directory, ['--quick', '--seed', '7'])
  t.same(readdirSync(directory), ['bins.svg', 'bounds.svg', 'hashing.svg', 'latency.svg', 'views.svg'])
  t.same(once, again)
  t.equal(once[0]!.match(/^\| -{3}/gm)?.length, 5)
  for (const svg of once.slice(1)) {
    t.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^>]*>\n<title>[^<]+<\/title>/)
    t.notMatch(svg, /NaN|undefined|Infinity/)
  }
})

t.test('another seed gives other figures', async t => {
  const directory = t.testdir()
  const args = ['--quick', '--scenario', 'bounds']
  t.not(everything(directory, [...args, '--seed', '1'])[0], everything(directory, [...args, '--seed', '2'])[0])
})

t.test('scenarios may be chosen, and are named with the file of their chart', async t => {
  const directory = t.testdir()
  const { code, stdout, stderr } = run(['--quick', '--scenario', 'hashing', '--scenario', 'bins', '--out', join(directory, 'new')])
  t.equal(code, 0)
  t.equal(stderr, '', 'no progress where there is no terminal')
  t.same(stdout.match(/\S+\.svg/g), [join(directory, 'new', 'bins.svg'), join(directory, 'new', 'hashing.svg')])
})

t.test('a terminal sees the progress, which makes room for the tables', async t => {
  const { stderr } = run(['--quick', '--scenario', 'bins', '--out', t.testdir()], true)
  t.equal(stderr, [
    '\r\u001b[K██████████░░░░░░░░░░░░░░░░░░░░ 33 % bins',
    '\r\u001b[K████████████████████░░░░░░░░░░ 67 % bins',
    '\r\u001b[K██████████████████████████████ 100 % bins',
    '\r\u001b[K'
  ].join(''))
})

for (const [args, message] of [
  [['--sed', '1'], "sim: Unknown option '--sed'\n"],
  [['bins'], "sim: Unexpected argument 'bins'\n"],
  [['--seed'], "sim: Option '--seed <value>' argument missing\n"],
  [['--seed', '-1'], "sim: Option '--seed' argument is ambiguous\n"],
  [['--seed=1.5'], 'sim: --seed must be a whole number of up to nine digits, not "1.5"\n'],
  [['--scenario', 'chaos'], 'sim: --scenario must be one of bins, hashing, bounds, latency, views, not "chaos"\n']
] as const) {
  t.test(`${args.join(' ')} is refused in one line`, async t => {
    t.same(run(args), { code: 1, stdout: '', stderr: message })
  })
}

t.test('a directory that cannot be is told in one line', async t => {
  const directory = t.testdir({ file: '' })
  const { code, stderr } = run(['--quick', '--scenario', 'bins', '--out', join(directory, 'file')])
  t.equal(code, 1)
  t.match(stderr, /^sim: EEXIST: .*\n$/)
})

t.test('the command runs it with what it was given', async t => {
  const { argv, exitCode } = process
  t.teardown(() => { process.exitCode = exitCode })
  t.intercept(process, 'argv', { value: [...argv.slice(0, 2), '--scenario', 'bins', '--quick', '--out', t.testdir()] })
  const written = t.capture(process.stdout, 'write', () => true)
  await import('../src/main.ts')
  t.match(String(written()[0]?.args[0]), 'Balls in bins')
  t.equal(process.exitCode, 0)
})
