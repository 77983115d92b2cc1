import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const bin = fileURLToPath(new URL('../bin/fastify-balancer.js', import.meta.url))

/** What was built is not to be measured as well: it would be taken for the sources, which it is not, line by line. */
const env = { ...process.env, _TAPJS_PROCESSINFO_COVERAGE_: '0' }

function run (...args: string[]): ChildProcess {
  return spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env })
}

async function ended (...args: string[]): Promise<{ code: number, stdout: string, stderr: string }> {
  const child = run(...args)
  const [stdout, stderr, [code]] = await Promise.all([
    child.stdout!.setEncoding('utf8').toArray(), child.stderr!.setEncoding('utf8').toArray(), once(child, 'exit')
  ])
  return { code, stdout: stdout.join(''), stderr: stderr.join('') }
}

/** Starts the demo; its addresses, from what it prints. */
async function demo (): Promise<{ child: ChildProcess, url: string, apis: number[] }> {
  const child = run('start', '--listen', '127.0.0.1:0')
  let text = ''
  for await (const line of createInterface(child.stdout!)) {
    text += `${line}\n`
    if (line.includes('Ctrl-C')) break
  }
  return {
    child,
    url: /(http:\S+)\/api\//.exec(text)![1]!,
    apis: [...text.matchAll(/process at 127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port))
  }
}

/** Resolves when the process that listens there has ended. */
async function gone (port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1').resume()
  await new Promise(resolve => socket.on('error', () => {}).once('close', resolve))
}

t.test('the demo keeps a client with its server, shows the manager, and Ctrl-C ends every process of it', async t => {
  const { child, url, apis } = await demo()
  const first = await fetch(`${url}/api/`)
  const { server } = await first.json() as { server: string }
  const cookie = first.headers.getSetCookie()[0]!.split(';')[0]!
  t.match(await (await fetch(`${url}/api/`, { headers: { cookie } })).json(), { server, visits: 2 })
  t.equal((await fetch(`${url}/balancer-manager`)).status, 200)
  t.equal(apis.length, 2)
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')
  t.equal(code, 0)
  await Promise.all(apis.map(gone))
})

t.test('the processes of the demo end with it, however it ends', async t => {
  const { child, apis } = await demo()
  const left = apis.map(gone)
  child.kill('SIGKILL')
  await Promise.all(left)
  t.pass('all are gone')
})

t.test('a file with workers is served until SIGTERM', async t => {
  const file = `${t.testdir({ 'httpd.conf': 'KeepAlive On\n' })}/httpd.conf`
  const child = run('start', file, '--listen', '127.0.0.1:0', '--workers', '2')
  const [line] = await once(createInterface(child.stdout!), 'line')
  const [, address] = / on (\S+)$/.exec(line)!
  t.equal((await fetch(`http://${address}/`)).status, 404)
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  t.equal(code, 0)
  await t.rejects(fetch(`http://${address}/`))
})

t.test('what cannot be started is one line, and 1', async t => {
  t.strictSame(await ended('start', '/nowhere.conf'), { code: 1, stdout: '', stderr: '/nowhere.conf: no such file\n' })
})

t.test('check prints its lines', async t => {
  const file = `${t.testdir({ 'httpd.conf': 'Listen 8080\n' })}/httpd.conf`
  const { code, stdout } = await ended('check', file)
  t.equal(code, 0)
  t.match(stdout, /httpd\.conf:1 +Listen +used\n/)
})
