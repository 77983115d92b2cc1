import fs, { existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import t from 'tap'
import type { Test } from 'tap'
import { LogFile } from '../../src/log/log-file.ts'

function noError (error: Error): void {
  throw error
}

async function until (isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate)
}

/** A file that has written a line already. */
async function written (path: string): Promise<LogFile> {
  const file = new LogFile(path, noError)
  file.write('first\n')
  await until(() => existsSync(path) && statSync(path).size > 0)
  return file
}

/** Looks at what is handed to the file system. */
function spyWrites (t: Test): string[] {
  const chunks: string[] = []
  const { write } = fs
  t.teardown(() => { fs.write = write })
  fs.write = ((fd: number, chunk: Buffer, ...rest: unknown[]) => {
    chunks.push(chunk.toString('latin1'))
    return Reflect.apply(write, fs, [fd, chunk, ...rest])
  }) as typeof fs.write
  return chunks
}

t.test('gathered lines are written together, moments later', async t => {
  const path = `${t.testdir()}/log`
  const file = await written(path)
  const chunks = spyWrites(t)
  for (const line of ['a\n', 'b\n', 'caf\xe9\n']) file.gather(line)
  t.strictSame(chunks, [])
  await until(() => chunks.length > 0)
  t.strictSame(chunks, ['a\nb\ncaf\xe9\n'])
  await file.close()
  t.equal(readFileSync(path, 'latin1'), 'first\na\nb\ncaf\xe9\n')
})

t.test('many lines do not wait, and no write ends within one', async t => {
  const path = `${t.testdir()}/log`
  const file = await written(path)
  const chunks = spyWrites(t)
  const lines = Array.from({ length: 6000 }, (_, i) => `${i} ${'x'.repeat(i % 100)}\n`)
  for (const line of lines) file.gather(line)
  await until(() => chunks.length > 0)
  t.ok(chunks[0]!.length > 250 * 1024 && chunks[0]!.length <= 258 * 1024 + 120, `${chunks[0]!.length} bytes`)
  await file.close()
  t.ok(chunks.every(chunk => chunk.endsWith('\n')))
  t.equal(readFileSync(path, 'utf8'), `first\n${lines.join('')}`)
})

t.test('a line that is written at once comes after those gathered before it', async t => {
  const path = `${t.testdir()}/log`
  const file = await written(path)
  file.gather('gathered\n')
  file.write('at once\n')
  await file.close()
  t.equal(readFileSync(path, 'utf8'), 'first\ngathered\nat once\n')
})

t.test('lines from before a rotation are in the old file and those after it in the new one, also when the old one is still busy', async t => {
  const path = `${t.testdir()}/log`
  const file = await written(path)
  file.write('busy\n')
  file.gather('waiting\n')
  renameSync(path, `${path}.1`)
  file.reopen()
  file.write('new\n')
  await until(() => existsSync(path) && statSync(path).size > 0)
  await file.close()
  t.equal(readFileSync(`${path}.1`, 'utf8'), 'first\nbusy\nwaiting\n')
  t.equal(readFileSync(path, 'utf8'), 'new\n')
})

t.test('a file without lines is reopened too', async t => {
  const path = `${t.testdir()}/log`
  const file = new LogFile(path, noError)
  await until(() => existsSync(path))
  renameSync(path, `${path}.1`)
  file.reopen()
  await until(() => existsSync(path))
  file.gather('new\n')
  await file.close()
  t.equal(readFileSync(path, 'utf8'), 'new\n')
})

t.test('a full disk takes no memory without end, is told once, and has new lines when it has room again', async t => {
  const path = `${t.testdir()}/log`
  const told: string[] = []
  const { write } = fs
  t.teardown(() => { fs.write = write })
  let isFull = true
  fs.write = ((...args: Parameters<typeof write>) => {
    if (isFull) process.nextTick(args.at(-1) as unknown as (error: Error) => void, Object.assign(new Error('full'), { code: 'ENOSPC' }))
    else Reflect.apply(write, fs, args)
  }) as typeof fs.write
  const file = new LogFile(path, error => { told.push(error.message) })
  const line = `${'x'.repeat(1023)}\n`
  for (let i = 0; i < 300; i++) {
    for (let j = 0; j < 64; j++) file.gather(line)
    await new Promise(setImmediate)
  }
  t.strictSame(told, ['full'])
  isFull = false
  file.write('no room yet\n'.padStart(70_000))
  await until(() => statSync(path).size > 15 * 1024 * 1024)
  file.write('last\n')
  await file.close()
  t.ok(statSync(path).size <= 16 * 1024 * 1024 + 5)
  t.equal(readFileSync(path, 'latin1').slice(-6), '\nlast\n')
})

t.test('gathered lines can be salvaged at once, as far as that is possible', async t => {
  const directory = t.testdir({ logs: {} })
  const path = `${directory}/logs/log`
  const file = await written(path)
  file.gather('gathered\n')
  file.salvage()
  t.equal(readFileSync(path, 'utf8'), 'first\ngathered\n')
  rmSync(`${directory}/logs`, { recursive: true })
  file.gather('gathered\n')
  file.salvage()
  await file.close()
})
