/** Reads manifests and imports, and fails on an arrow that points upward or sideways. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import t from 'tap'
import ts from 'typescript'

const root = join(import.meta.dirname, '..')
const packagesDirectory = join(root, 'packages')
const scope = '@fastify-balancer/'

/** Which packages a package may import. `balancer` decorates what its neighbours above use; they do not know each other. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  conf: ['core'],
  balancer: ['core'],
  sticky: ['core', 'balancer'],
  manager: ['core', 'balancer'],
  hcheck: ['core', 'balancer'],
  heartbeat: ['core', 'balancer'],
  status: ['core', 'balancer'],
  cli: ['core', 'conf', 'balancer', 'sticky', 'manager', 'hcheck', 'status', 'heartbeat']
}

/** Packages that are handed their clock, their dice and their network, and what they therefore may not touch. */
const pure = ['core', 'conf']
const impureModules = /^(fastify|@fastify\/(?!error$)|pino|undici|(node:)?(net|http|http2|https|tls|dgram|dns|cluster|child_process|worker_threads|timers|crypto)(\/|$))/
const impureCalls = /\b(Date\.now|new Date\(\)|Math\.random|performance\.now|process\.hrtime|set(Timeout|Interval|Immediate)|fetch\(|randomUUID)/g

/** What may lie at the root, besides what git ignores. */
const rootEntries = new Set([
  '.changeset', '.ci', '.editorconfig', '.git', '.gitattributes', '.github', '.gitignore', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE',
  'README.md', 'SECURITY.md', 'docs', 'eslint.config.js', 'package.json', 'packages', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'test',
  'tsconfig.base.json', 'tstyche.json'
])

t.test('every package is on the map', async t => {
  t.strictSame(readdirSync(packagesDirectory).sort(), Object.keys(arrows).sort())
})

for (const [name, allowed] of Object.entries(arrows)) {
  t.test(name, async t => {
    const directory = join(packagesDirectory, name)
    const manifest = readManifest(directory)
    const files = sources(join(directory, 'src'))
    const findings = (find: (source: Source) => string[]): string[] =>
      files.flatMap(source => find(source).map(finding => `${relative(root, source.file)}: ${finding}`))

    t.test('its manifest names only packages below it', async t => {
      t.strictSame(ours(dependencies(manifest)).filter(dependency => !allowed.includes(dependency)), [])
    })

    t.test('its imports point only to packages below it, by their names', async t => {
      t.strictSame(findings(({ imports }) => ours(imports).filter(specifier => !allowed.includes(specifier))), [])
    })

    t.test('it imports nothing by path but its own source and manifest', async t => {
      t.strictSame(findings(({ file, imports }) => imports
        .filter(specifier => specifier.startsWith('.'))
        .filter(specifier => !isWithin(join(directory, 'src'), join(file, '..', specifier)))
        .filter(specifier => join(file, '..', specifier) !== join(directory, 'package.json'))), [])
    })

    t.test('its manifest names every package that it imports', async t => {
      const declared = new Set(dependencies(manifest))
      t.strictSame(findings(({ imports }) => imports.filter(isPackage).map(packageOf).filter(imported => !declared.has(imported))), [])
    })

    t.test('it has a README, tests and type tests', async t => {
      t.ok(existsSync(join(directory, 'README.md')), 'README.md')
      t.ok(existsSync(join(directory, 'test', 'all.ts')), 'test/all.ts, which runs its tests')
      if (name !== 'cli') t.ok(existsSync(join(directory, 'types')), 'types/')
    })

    if (!pure.includes(name)) return
    t.test('it knows no Fastify, no sockets, no clock and no dice', async t => {
      t.strictSame(findings(({ imports }) => imports.filter(specifier => impureModules.test(specifier))), [])
      t.strictSame(findings(({ code }) => code.match(impureCalls) ?? []), [])
    })
  })
}

t.test('nothing unexpected lies at the root', async t => {
  const ignored = readFileSync(join(root, '.gitignore'), 'utf8').split('\n').filter(line => line !== '').map(pattern)
  const entries = readdirSync(root).filter(entry => !ignored.some(matches => matches.test(entry)))
  t.strictSame(entries.filter(entry => !rootEntries.has(entry)), [])
})

interface Source {
  readonly file: string
  readonly imports: readonly string[]
  /** Without comments. */
  readonly code: string
}

function sources (directory: string): Source[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => readSource(join(directory, file)))
}

function readSource (file: string): Source {
  const text = readFileSync(file, 'utf8')
  const { outputText } = ts.transpileModule(text, { compilerOptions: { removeComments: true, target: ts.ScriptTarget.ESNext } })
  return { file, imports: ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName), code: outputText }
}

interface Manifest {
  readonly name: string
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
}

function readManifest (directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
}

function dependencies ({ dependencies, peerDependencies }: Manifest): string[] {
  return Object.keys({ ...dependencies, ...peerDependencies })
}

/** The packages of this repository among some names, without scope; a path into one stays as it is, and is on no list. */
function ours (names: readonly string[]): string[] {
  return names.filter(name => name.startsWith(scope) || name === 'fastify-balancer').map(name => name.replace(scope, ''))
}

function isWithin (directory: string, file: string): boolean {
  return file.startsWith(directory + sep)
}

function isPackage (specifier: string): boolean {
  return !specifier.startsWith('.') && !specifier.startsWith('node:')
}

function packageOf (specifier: string): string {
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}

/** A line of .gitignore as it applies to the root. */
function pattern (line: string): RegExp {
  return new RegExp(`^${line.replace(/\/$/, '').replaceAll('.', '\\.').replaceAll('*', '.*')}$`)
}
