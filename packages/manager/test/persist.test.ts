import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Balancers, control } from '@fastify-balancer/core'
import type { BalancerOptions, Change } from '@fastify-balancer/core'
import Fastify from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import ts from 'typescript'
import manager from '../src/index.ts'
import { keepRecords } from '../src/keep-records.ts'
import { keepChanges, keptElsewhere, savedOf } from '../src/persist/keep-changes.ts'
import { readChanges } from '../src/persist/kept-changes.ts'
import { writeAtomically } from '../src/persist/write-atomically.ts'
import { standIn } from './support/manager-app.ts'

const [a, b, c] = ['http://a', 'http://b', 'http://c']

async function place (t: Test): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'fastify-balancer-'))
  t.teardown(() => rm(directory, { recursive: true, force: true }))
  return join(directory, 'balancers.json')
}

let starts = 0

t.setTimeout(120_000)

/** A process's life: starts with a configuration, does something, ends. Tells what it said. */
async function live (file: string, options: BalancerOptions, act: (edit: (change: object, at?: number) => void, balancers: Balancers) => unknown = () => {}): Promise<{ balancers: Balancers, said: string[] }> {
  const balancers = new Balancers(() => `nonce ${++starts}`)
  balancers.add('shop', { growth: 2, ...options })
  const said: string[] = []
  const tell = (text: string): void => { said.push(text.replace(`${file}: `, '')) }
  const kept = await keepChanges(balancers, file, { warn: tell, error: tell })
  const records = keepRecords(balancers)
  await act((change, at = 1_000) => control(balancers, { balancer: 'shop', ...change } as Change, 'ann', at), balancers)
  records.release()
  await kept.close()
  return { balancers, said }
}

const two: BalancerOptions = { members: [{ url: a, route: 'a' }, { url: b }] }

t.test('changes survive a restart, with their authors, and so does the nonce (BM-15)', async t => {
  const file = await place(t)
  const first = await live(file, two, edit => {
    edit({ set: { lbmethod: 'bybusyness', stickysession: 'S|s', timeout: 5 } })
    edit({ member: a, set: { loadfactor: 2, status: '+D', retry: '5ms' }, with: 'api', note: 'release' }, 2_000)
    edit({ member: a, set: { status: '+E' } })
    edit({ add: { url: 'unix:/run/c|http://c', route: 'c', status: '+H' } }, 3_000)
    edit({ member: c, set: { status: '-H', lbset: 1 } }, 4_000)
    edit({ remove: b }, 5_000)
  })
  t.equal((await stat(file)).mode & 0o777, 0o600)
  const { said } = await live(file, two, (edit, balancers) => {
    const shop = balancers.get('shop')
    t.match(shop, { lbmethod: { name: 'bybusyness' }, stickysession: { cookie: 'S', path: 's' }, timeout: 5_000, nonce: first.balancers.get('shop').nonce })
    t.match(shop.members, [{ url: a, lbfactor: 200, retry: 5, flags: 1 + 32 }, { url: c, socketPath: '/run/c', route: 'c', lbset: 1, flags: 1 }])
    t.equal(shop.members.length, 2)
    const { origins, journal, release } = keepRecords(balancers)
    t.match(origins.ofMember(shop.members[0]!), { loadfactor: { configured: 1, by: 'ann', at: 2_000, with: 'api', note: 'release' }, status_D: { configured: false } })
    t.match(origins.ofBalancer(shop), { timeout: { configured: 0, at: 1_000 } })
    t.strictSame([origins.isAdded(shop.members[0]!), origins.isAdded(shop.members[1]!)], [false, true])
    t.strictSame(journal.edits('shop').map(({ at }) => at), [4_000, 2_000, 1_000, 5_000, 3_000])
    release()
    edit({ member: a, set: { loadfactor: 1, status: '-D' } })
    edit({ remove: c })
    edit({ add: { url: b, lbset: 3 } })
    edit({ set: { lbmethod: null, stickysession: null, timeout: null } })
  })
  t.strictSame(said, [])
  await live(file, two, (_edit, balancers) => {
    t.match(balancers.get('shop').members, [{ url: a, lbfactor: 100, retry: 5, flags: 1 }, { url: b, lbset: 3 }])
    t.equal(balancers.get('shop').lbmethod.name, 'byrequests')
  })
  t.match(readChanges(await readFile(file, 'utf8'))!.shop!.set, {}, 'what is as configured is not kept')
})

t.test('without it they do not', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  const balancers = new Balancers(() => 'nonce')
  await app.register(standIn(balancers)).register(manager)
  t.equal(savedOf(balancers), null)
  t.match((await app.inject('/balancer-manager')).body, 'Balancer changes will NOT be persisted on restart.')
})

t.test('what the configuration says anew holds, and nothing else is lost (BM-16)', async t => {
  const file = await place(t)
  await live(file, two, edit => edit({ member: a, set: { loadfactor: 2, lbset: 5 } }))
  const { said, balancers } = await live(file, { members: [{ url: a, route: 'a', loadfactor: 3 }, { url: b }] }, (_edit, balancers) => {
    const { journal, release } = keepRecords(balancers)
    t.match(journal.since(0).filter(({ kind }) => kind === 'reload'), [{ balancer: 'shop', member: a, cause: /loadfactor 3 now/ }])
    release()
  })
  t.strictSame(said, ['balancer://shop http://a: the configuration says loadfactor 3 now, no longer 1: 2 by ann does not hold any more'])
  t.match(balancers.get('shop').members[0], { lbfactor: 300, lbset: 5 })
  const after = await live(file, { members: [{ url: a, route: 'a', loadfactor: 3 }, { url: b }] })
  t.match([after.said, after.balancers.get('shop').members[0]], [[], { lbfactor: 300, lbset: 5 }], 'it is said once')
})

t.test('a member added at run time stays when another comes to the configuration (BM-19)', async t => {
  const file = await place(t)
  await live(file, two, edit => {
    edit({ add: { url: c } })
    edit({ member: a, set: { loadfactor: 2 } })
  })
  const { said, balancers } = await live(file, { members: [...two.members!, { url: 'http://d' }] })
  t.match(balancers.get('shop').members, [{ url: a, lbfactor: 200 }, { url: b }, { url: 'http://d' }, { url: c }])
  t.strictSame(said, [])
  const then = await live(file, { members: [...two.members!, { url: c, lbset: 7 }] })
  t.match(then.balancers.get('shop').members[2], { url: c, lbset: 7 })
  t.strictSame(then.said, ['balancer://shop http://c: it is in the configuration now'])
})

t.test('edits of the others stay when a member goes from the configuration (BM-20)', async t => {
  const file = await place(t)
  await live(file, two, edit => {
    edit({ member: a, set: { loadfactor: 2 } })
    edit({ member: b, set: { loadfactor: 3 } })
    edit({ set: { lbmethod: 'bytraffic' } })
  })
  const { said, balancers } = await live(file, { members: [{ url: b }] })
  t.match(balancers.get('shop'), { lbmethod: { name: 'bytraffic' }, members: [{ url: b, lbfactor: 300 }] })
  t.strictSame(said, ['balancer://shop http://a: it is not in the configuration any more: what was changed of it is forgotten'])
})

t.test('what does not fit any more is said, and the rest is done', async t => {
  const file = await place(t)
  await live(file, two, (edit, balancers) => {
    balancers.addLbMethod({ name: 'own', choose: members => members[0] })
    edit({ set: { lbmethod: 'own' } })
    edit({ add: { url: c } })
    edit({ member: a, set: { lbset: 2 } })
  })
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('"shop": {', '"gone": { "nonce": null, "set": {}, "members": {} },\n"shop": {').replace('"lbmethod": {', '"unheard": { "value": 1, "configured": null, "by": "ann", "at": 1, "with": null, "note": "" },\n"lbmethod": {'))
  const { said, balancers } = await live(file, { ...two, growth: null })
  t.match(said, [
    'balancer://gone: the balancer is not in the configuration any more: what was changed of it is forgotten',
    'balancer://shop: the configuration says unheard undefined now, no longer null: 1 by ann does not hold any more',
    /shop: a change by ann does not fit any more: .*has no free slot/,
    /shop: a change by ann does not fit any more: .*lbmethod must be one of/
  ])
  t.match(balancers.get('shop').members[0], { lbset: 2 })
})

t.test('a drain goes on, to its end', async t => {
  const file = await place(t)
  const until = Date.now() + 3_600_000
  const drains = (balancers: Balancers) => {
    const { deadlines, release } = keepRecords(balancers)
    const end = deadlines.of(balancers.get('shop').members[0]!)
    release()
    return end
  }
  await live(file, two, edit => edit({ member: a, set: { status: '+N' }, drain: { until, then: 'stop' } }))
  await live(file, two, (edit, balancers) => {
    t.match(drains(balancers), { until, then: 'stop' })
    edit({ member: a, set: { status: '-N' } })
  })
  await live(file, two, (_edit, balancers) => t.equal(drains(balancers), null))
})

t.test('a file that is cut anywhere, or not ours, is set aside, and the start goes on', async t => {
  const file = await place(t)
  await live(file, two, edit => edit({ member: a, set: { loadfactor: 2 } }))
  const whole = await readFile(file, 'utf8')
  const cut = Array.from({ length: whole.length - 1 }, (_, length) => readChanges(whole.slice(0, length)))
  t.ok(cut.every(kept => kept === null), `${cut.length} places`)
  for (const text of ['', '{"name":"other"}', '{"format":"fastify-balancer changes 1","balancers":{"shop":{"set":[]}}}', whole.slice(0, 99)]) {
    await writeFile(file, text)
    const { said, balancers } = await live(file, two)
    t.match(said, [/is damaged or no file of ours: it is .*balancers\.json\.damaged-\S+ now, and the changes in it do not hold$/])
    t.equal(balancers.get('shop').members[0]!.lbfactor, 100)
  }
  const aside = (await readdir(join(file, '..'))).filter(name => name.includes('.damaged-'))
  t.ok(aside.length >= 1)
  t.equal(readChanges(await readFile(file, 'utf8')) === null, false, 'a good one is in its place')
})

t.test('a writer that is killed at any time leaves the old or the new file', async t => {
  const file = await place(t)
  // Without types a process starts in a moment.
  const source = await readFile(new URL('../src/persist/write-atomically.ts', import.meta.url), 'utf8')
  const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 } })
  const writer = (first: number): string => `${outputText}
    console.log('ready')
    for (let i = ${first}; ; i++) await writeAtomically(${JSON.stringify(file)}, JSON.stringify({ i, rest: 'x'.repeat(300_000) }))`
  await writeAtomically(file, JSON.stringify({ i: -1 }))
  const seen = new Set<number>()
  for (let kills = 0; kills < 12; kills++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', writer(kills * 1e6)], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '', _TAPJS_PROCESSINFO_COVERAGE_: '0' } })
    await once(child.stdout, 'data')
    await new Promise(resolve => setTimeout(resolve, 3 + kills * 5))
    child.kill('SIGKILL')
    await once(child, 'exit')
    const { i, rest } = JSON.parse(await readFile(file, 'utf8'))
    if (rest !== undefined) t.equal(rest.length, 300_000)
    seen.add(i)
  }
  t.ok(seen.size > 1, `${seen.size} different files`)
})

t.test('a file that cannot be is refused at the start; one that can no more is told once, and tried again', async t => {
  const file = await place(t)
  await t.rejects(live(join(file, 'below'), two), { code: 'FST_BALANCER_MANAGER_BAD_OPTION', message: /^persist: ENOENT/ })
  await mkdir(file)
  await t.rejects(live(file, two), { code: 'FST_BALANCER_MANAGER_BAD_OPTION', message: /^persist: EISDIR/ })
  await rm(file, { recursive: true })

  const { said } = await live(file, two, async (edit, balancers) => {
    await t.rejects(keepChanges(balancers, file, { warn: () => {}, error: () => {} }), { message: /kept already/ })
    await rm(file)
    await mkdir(file)
    await chmod(file, 0o700)
    edit({ set: { timeout: 1 } })
    while (savedOf(balancers)!.error === null) await new Promise(resolve => setTimeout(resolve, 10))
    t.match(savedOf(balancers), { savedAt: null, error: /./ })
    edit({ set: { timeout: 2 } })
    await rm(file, { recursive: true })
  })
  t.match(said, [/^changes are not kept: /])
  t.equal(savedOf(new Balancers(() => '')), null)
  const last = await live(`${file}2`, two, async edit => {
    await rm(`${file}2`)
    await mkdir(`${file}2`)
    edit({ set: { timeout: 1 } })
  })
  t.match(last.said, [/^changes are not kept: /])
  await live(file, two, (_edit, balancers) => t.equal(balancers.get('shop').timeout, 2_000))
})

t.test('the manager keeps changes where it is told to', async t => {
  const file = await place(t)
  const start = async () => {
    const balancers = new Balancers(() => 'nonce')
    balancers.add('shop', two)
    const app = Fastify()
    await app.register(standIn(balancers)).register(manager, { persist: file })
    return { app, balancers }
  }
  const { app, balancers } = await start()
  t.match((await app.inject('/balancer-manager')).body, 'Balancer changes will be persisted on restart.')
  const answer = await app.inject({ method: 'PATCH', url: '/balancer-manager/api/balancers/shop', headers: { 'content-type': 'application/json' }, payload: '{"timeout":7000}' })
  t.match(answer.json().balancer, { timeout: 7_000 })
  while (savedOf(balancers)!.savedAt === null) await new Promise(resolve => setTimeout(resolve, 10))
  t.match((await app.inject('/balancer-manager/api/balancers')).json().persisted, { savedAt: Number, error: null })
  await app.close()
  const again = await start()
  t.equal(again.balancers.get('shop').timeout, 7_000)
  await again.app.close()
  const broken = Fastify()
  await t.rejects(async () => broken.register(standIn(balancers)).register(manager, { persist: join(file, 'below') }), { code: 'FST_BALANCER_MANAGER_BAD_OPTION' })
  keptElsewhere(balancers)
  t.strictSame(savedOf(balancers), { savedAt: null, error: null })
})
