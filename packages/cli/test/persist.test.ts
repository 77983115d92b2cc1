import cluster from 'node:cluster'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import type { Test } from 'tap'
import './support/children.ts'
import { readStartArguments } from '../src/arguments.ts'
import { start } from '../src/start.ts'
import { testIo } from './support/io.ts'
import type { TestIo } from './support/io.ts'

// Each worker compiles the sources anew.
t.setTimeout(300_000)

const text = (persist: string, members = 'BalancerMember http://a.local\nBalancerMember http://b.local'): string => `BalancerPersist ${persist}
<Proxy balancer://shop>
${members}
ProxySet growth=2
</Proxy>
<Proxy balancer://open>
BalancerMember http://d.local
ProxySet nonce=None
</Proxy>
<Location /manager>
SetHandler balancer-manager
</Location>
`

function place (t: Test, conf: string, run: Record<string, string> = {}): string {
  return t.testdir({ 'httpd.conf': `ServerRoot ${'$'}{HERE}\nDefaultRuntimeDir run\n${conf}`, run })
}

/** From start to end; tells the page's nonce. */
async function live (directory: string, workers: number, act: (ask: (method: string, path: string, body?: object) => Promise<ReturnType<typeof JSON.parse>>) => Promise<unknown>, io: TestIo = testIo({ HERE: directory })): Promise<string> {
  const serving = await start(readStartArguments([`${directory}/httpd.conf`, '--listen', '127.0.0.1:0', '--workers', String(workers)]), io)
  const url = `http://127.0.0.1:${serving.addresses[0]!.port}/manager`
  const page = await (await fetch(url, { headers: { connection: 'close' } })).text()
  await act(async (method, path, body) => (await fetch(`${url}/api${path}`, {
    method, headers: { 'content-type': 'application/json', connection: 'close' }, ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })).json())
  await serving.close()
  return /nonce=([\w-]+)/.exec(page)![1]! + (page.includes('changes will be persisted') ? ' kept' : '')
}

t.test('BalancerPersist Off forgets changes, and nonces (BM-15)', async t => {
  const directory = place(t, text('Off'))
  const nonce = await live(directory, 1, ask => ask('PATCH', '/balancers/shop', { timeout: 5_000 }))
  t.not(await live(directory, 1, async ask => t.equal((await ask('GET', '/balancers/shop')).timeout, 0)), nonce)
  t.notOk(existsSync(`${directory}/run/balancers.json`))
})

t.test('BalancerPersist On keeps them, with one process and with several', async t => {
  const directory = place(t, text('On'))
  const nonce = await live(directory, 1, ask => ask('PATCH', '/balancers/shop/members/a.local:80', { loadfactor: 2 }))
  t.match(nonce, / kept$/)
  const kept = await live(directory, 2, async ask => {
    t.match((await ask('GET', '/balancers/shop/members/a.local:80')), { loadfactor: 2, changed: { loadfactor: { configured: 1 } } })
    await ask('POST', '/balancers/shop/members', { url: 'http://c.local' })
    await ask('PATCH', '/balancers/shop', { lbmethod: 'bytraffic' })
    const [worker] = Object.values(cluster.workers!)
    const listening = once(cluster, 'listening')
    worker!.process.kill('SIGKILL')
    await listening
    for (let i = 0; i < 4; i++) t.match(await ask('GET', '/balancers/shop'), { lbmethod: 'bytraffic', used: 3, changed: { lbmethod: { configured: 'byrequests' } }, members: { 2: { added: true } } })
  })
  t.equal(kept, nonce)
  t.match(JSON.parse(readFileSync(`${directory}/run/balancers.json`, 'utf8')), { balancers: { shop: { members: { 'http://c.local': {} } } } })
  const again = testIo({ HERE: directory })
  t.equal(await live(directory, 1, async ask => t.match(await ask('GET', '/balancers/shop'), { used: 3, lbmethod: 'bytraffic', members: [{ loadfactor: 2 }] }), again), nonce)
  t.equal(again.err(), '')
})

t.test('what does not hold any more is said, and a place that is none refused', async t => {
  const directory = place(t, text('On'), { 'balancers.json': 'rubbish' })
  const io = testIo({ HERE: directory })
  await live(directory, 1, ask => ask('GET', '/balancers'), io)
  t.match(io.err(), /balancers\.json is damaged or no file of ours/)
  for (const workers of ['1', '2']) {
    const nowhere = t.testdir({ 'httpd.conf': `ServerRoot ${'$'}{HERE}\n${text('On')}` })
    await t.rejects(start(readStartArguments([`${nowhere}/httpd.conf`, '--listen', '127.0.0.1:0', '--workers', workers]), testIo({ HERE: nowhere })), {
      name: 'Refusal', message: /httpd\.conf:2: BalancerPersist: ENOENT/
    })
  }
  const broken = place(t, `${text('On')}ErrorLog none/error.log\n`)
  await t.rejects(start(readStartArguments([`${broken}/httpd.conf`, '--listen', '127.0.0.1:0']), testIo({ HERE: broken })), { name: 'Refusal', message: /ErrorLog/ })
})
