import t from 'tap'
import { main, processIo } from '../src/index.ts'
import { version } from '../src/package.ts'
import { testIo } from './support/io.ts'

t.test('--help tells the commands', async t => {
  for (const argv of [['--help'], ['-h'], ['start', '--help']]) {
    const io = testIo()
    t.equal(await main(argv, io), 0)
    t.match(io.out(), /^Usage:\n {2}fastify-balancer start /)
  }
})

t.test('--version tells the version', async t => {
  for (const flag of ['--version', '-v']) {
    const io = testIo()
    t.equal(await main([flag], io), 0)
    t.equal(io.out(), `${version}\n`)
  }
})

t.test('start serves until it is stopped', async t => {
  const io = testIo()
  const file = `${t.testdir({ 'httpd.conf': '' })}/httpd.conf`
  t.equal(await main(['start', file, '--listen', '127.0.0.1:0'], io), 0)
  const url = `http://${/on (\S+)\n/.exec(io.out())![1]}/`
  t.equal((await fetch(url)).status, 404)
  await io.stop()
  await t.rejects(fetch(url))
})

t.test('check ends with the verdict on the file', async t => {
  const directory = t.testdir({ good: 'Listen 80\n', bad: 'Lisden 80\n' })
  t.equal(await main(['check', `${directory}/good`], testIo()), 0)
  t.equal(await main(['check', `${directory}/bad`], testIo()), 1)
})

t.test('what cannot be done is one line on stderr', async t => {
  const refused = async (argv: string[], line: RegExp) => {
    const io = testIo()
    t.equal(await main(argv, io), 1)
    t.match(io.err(), line)
    t.equal(io.out(), '')
  }
  await refused(['stop'], /^unknown command stop: [^\n]*\n$/)
  await refused(['star'], /^unknown command star: [^\n]*\n$/)
  await refused(['start', '--port', '80'], /^start: Unknown option '--port'\n$/)
  await refused(['start', '/nowhere/httpd.conf'], /^\/nowhere\/httpd\.conf: no such file\n$/)
  await refused([], /^Usage:\n/)
})

t.test('the real process is there for the command', async t => {
  t.equal(processIo.env, process.env)
})
