import { existsSync, readFileSync } from 'node:fs'
import cluster from 'node:cluster'
import t from 'tap'
import './support/children.ts'
import { readStartArguments } from '../src/arguments.ts'
import { start } from '../src/start.ts'
import { testIo } from './support/io.ts'
import { variable } from './support/variable.ts'

const listen = ['--listen', '127.0.0.1:0']

t.test('start serves a file, says where, and keeps its PidFile meanwhile', async t => {
  const directory = t.testdir({ 'httpd.conf': `ServerRoot ${variable('HERE')}\nPidFile httpd.pid\n` })
  const io = testIo({ HERE: directory })
  const file = `${directory}/httpd.conf`
  const serving = await start(readStartArguments([file, ...listen]), io)
  const { port } = serving.addresses[0]!
  t.match(io.out(), new RegExp(`^fastify-balancer \\S+ serves ${file} on 127\\.0\\.0\\.1:${port}\n$`))
  t.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 404)
  t.equal(readFileSync(`${directory}/httpd.pid`, 'utf8'), `${process.pid}\n`)
  await serving.close()
  t.notOk(existsSync(`${directory}/httpd.pid`))
  await t.rejects(fetch(`http://127.0.0.1:${port}/`))
})

t.test('a PidFile that cannot be written ends what was started', async t => {
  const directory = t.testdir({ 'httpd.conf': `PidFile ${variable('HERE')}/run/httpd.pid\n` })
  await t.rejects(start(readStartArguments([`${directory}/httpd.conf`, ...listen]), testIo({ HERE: directory })), {
    name: 'Refusal', message: `${directory}/httpd.conf:1: PidFile: directory ${directory}/run does not exist`
  })
})

t.test('with --workers it serves from several processes', async t => {
  const file = `${t.testdir({ 'httpd.conf': 'KeepAlive On\n' })}/httpd.conf`
  const serving = await start(readStartArguments([file, ...listen, '--workers', '2']), testIo())
  t.equal(Object.keys(cluster.workers!).length, 2)
  t.equal((await fetch(`http://127.0.0.1:${serving.addresses[0]!.port}/`)).status, 404)
  await serving.close()
})

t.test('without a file it starts the demo', async t => {
  const io = testIo()
  const serving = await start(readStartArguments(listen), io)
  t.match(io.out(), 'Ctrl-C ends it all.')
  await serving.close()
})
