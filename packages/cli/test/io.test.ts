import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import './support/children.ts'

/** Starts a process that has called `onStop`, and ends it; what it said, and its exit code. */
async function ended (end: (child: ChildProcess) => void): Promise<{ said: unknown[], code: number, stderr: string }> {
  const child = fork(fileURLToPath(new URL('./support/stoppable.ts', import.meta.url)), { silent: true })
  const said: unknown[] = []
  const stderr = child.stderr!.setEncoding('utf8').toArray()
  await once(child, 'message')
  child.on('message', message => said.push(message))
  end(child)
  const [code] = await once(child, 'exit')
  return { said, code, stderr: (await stderr).join('') }
}

t.test('SIGTERM and SIGINT close what runs, and the process ends well', async t => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    t.strictSame(await ended(child => child.kill(signal)), { said: ['closed'], code: 0, stderr: '' }, signal)
  }
})

t.test('what runs can end its process, once', async t => {
  t.strictSame(await ended(child => child.send('stop')), { said: ['closed'], code: 0, stderr: '' })
})

t.test('an uncaught error is told, and ends the process with 1', async t => {
  const { said, code, stderr } = await ended(child => child.send('throw'))
  t.strictSame(said, ['closed'])
  t.equal(code, 1)
  t.match(stderr, /^Error: oops\n +at /)
})
