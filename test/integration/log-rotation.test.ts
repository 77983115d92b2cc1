/** logrotate: the file is moved away, and a signal makes every process go on in a new one. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { temporaryDirectory } from '../support/directory.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/ports.ts'
import { listening, run } from '../support/process.ts'

const command = join(import.meta.dirname, '../../packages/cli/bin/fastify-balancer.js')
t.setTimeout(120_000)

for (const [workers, signal] of [[1, 'SIGUSR1'], [2, 'SIGUSR1'], [1, 'SIGHUP']] as const) {
  t.test(`${workers} process${workers === 1 ? '' : 'es'}, ${signal}`, async t => {
    const root = await temporaryDirectory(t)
    await mkdir(join(root, 'logs'))
    const port = await freePort()
    const file = join(root, 'httpd.conf')
    const log = join(root, 'logs/access.log')
    await writeFile(file, `Listen 127.0.0.1:${port}\nErrorLog ${root}/logs/error.log\nCustomLog ${log} "%U"\n`)
    const program = run(t, process.execPath, [command, 'start', file, '--workers', String(workers)])
    await listening(program, port)
    const ask = async (path: string): Promise<void> => { await (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } })).text() }
    const lines = async (name: string): Promise<string[]> => (await readFile(name, 'utf8').catch(() => '')).split('\n').slice(0, -1)

    await ask('/before')
    await eventually(async () => (await lines(log)).includes('/before'))
    await rename(log, `${log}.1`)
    program.child.kill(signal)
    await eventually(async () => (await readFile(log).catch(() => null)) !== null)
    let asked = 0
    // A worker may still be about to hear of it; in the end all lines are in the new file.
    await eventually(async () => {
      const before = (await lines(log)).length
      for (let i = 0; i < 6; i++) await ask(`/after-${++asked}`)
      await eventually(async () => (await lines(log)).length + (await lines(`${log}.1`)).length === asked + 1)
      return (await lines(log)).length === before + 6
    })
    await program.end()
    t.equal((await lines(`${log}.1`))[0], '/before')
    t.equal((await lines(log)).length + (await lines(`${log}.1`)).length, asked + 1, 'no line is lost')
    t.notMatch(program.output(), 'Debugger', 'and no inspector listens')
  })
}
