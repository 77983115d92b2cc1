import { chmod, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { Balancers } from '@fastify-balancer/core'
import type { Heartbeats } from '@fastify-balancer/core'
import { formatStorage, readStorage, Storage } from '../src/storage.ts'

const now = Date.UTC(2026, 0, 1)

function create (t: Test, text: string | null = null): { file: string, heartbeats: Heartbeats, storage: Storage, known: () => string } {
  const file = join(t.testdir(text === null ? {} : { 'hb.dat': text }), 'hb.dat')
  const { heartbeats, events } = new Balancers(() => '')
  const storage = new Storage(file, heartbeats)
  events.on('heartbeat', () => storage.heard())
  return { file, heartbeats, storage, known: () => [...heartbeats].map(({ server, ready, busy }) => `${server} ${ready}/${busy}`).join(', ') }
}

function hear (heartbeats: Heartbeats, address: string): void {
  heartbeats.hear({ address, port: null, ready: 5, busy: 1 }, Date.now(), Date.now())
}

t.test('a line says what httpd says, and 80 stands for no port', async t => {
  const servers = [
    { server: '10.0.0.1', address: '10.0.0.1', port: null, ready: 75, busy: 3, at: now - 1_999 },
    { server: '[::1]:8080', address: '::1', port: 8080, ready: 0, busy: 9, at: now }
  ]
  const text = '10.0.0.1 &ready=75&busy=3&lastseen=1&port=80\n::1 &ready=0&busy=9&lastseen=0&port=8080\n'
  t.equal(formatStorage(servers, now), text)
  t.same(readStorage(text, now), [
    { heartbeat: { address: '10.0.0.1', port: null, ready: 75, busy: 3 }, at: now - 1_000 },
    { heartbeat: { address: '::1', port: 8080, ready: 0, busy: 9 }, at: now }
  ])
})

t.test('what is no line of a server means nothing, and without lastseen it was heard when the file was written', async t => {
  const text = '# a comment\n\nlocalhost &ready=1&busy=1\n10.0.0.1\n10.0.0.2 ready=4&busy=0\n'
  t.same(readStorage(text, now), [{ heartbeat: { address: '10.0.0.2', port: null, ready: 4, busy: 0 }, at: now }])
})

t.test('what another process writes is read once, and by age', async t => {
  const { file, storage, known } = create(t, '10.0.0.1 &ready=4&busy=1&lastseen=9&port=80\n10.0.0.2 &ready=4&busy=1&lastseen=10&port=80\n')
  await storage.read()
  t.equal(known(), '10.0.0.1 4/1')
  await writeFile(file, '10.0.0.1 &ready=7&busy=1&lastseen=0&port=80\n')
  await storage.read()
  t.equal(known(), '10.0.0.1 7/1')
  await utimes(file, Date.now() / 1000, Date.now() / 1000 - 60)
  await storage.read()
  t.equal(known(), '10.0.0.1 7/1', 'the ages are those of the time when it was written')
  await storage.write()
  t.match(await readFile(file, 'utf8'), /ready=7/, 'who only reads does not write')
})

t.test('the file is written as a whole, readable by all, as long as there is a server, and once more', async t => {
  const { file, heartbeats, storage } = create(t)
  await storage.read()
  await storage.write()
  await t.rejects(stat(file), { code: 'ENOENT' })
  hear(heartbeats, '10.0.0.1')
  await storage.write()
  t.equal(await readFile(file, 'utf8'), '10.0.0.1 &ready=5&busy=1&lastseen=0&port=80\n')
  t.equal((await stat(file)).mode & 0o777, 0o444)
  const { ino } = await stat(file)
  await storage.write()
  t.not((await stat(file)).ino, ino, 'ages grow')
  heartbeats.check(Date.now() + 30_000)
  await storage.write()
  t.equal(await readFile(file, 'utf8'), '')
  const last = (await stat(file)).ino
  await storage.write()
  t.equal((await stat(file)).ino, last)
})

t.test('its own file is not read again, and the lines of others stay in it', async t => {
  const { file, heartbeats, storage, known } = create(t)
  hear(heartbeats, '10.0.0.1')
  await storage.write()
  await chmod(file, 0o644)
  await writeFile(file, `${await readFile(file, 'utf8')}10.0.0.2 &ready=2&busy=2&lastseen=0&port=80\n`)
  await storage.read()
  await storage.write()
  t.equal(known(), '10.0.0.1 5/1, 10.0.0.2 2/2')
  t.match(await readFile(file, 'utf8'), /^10\.0\.0\.1 .*\n10\.0\.0\.2 /)
  heartbeats.check(Date.now() + 30_000)
  await storage.read()
  t.equal(known(), '')
})
