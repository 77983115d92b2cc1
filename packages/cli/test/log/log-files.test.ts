import { once } from 'node:events'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import t from 'tap'
import { LogFiles, openReason } from '../../src/log/log-files.ts'

const place = { file: 'httpd.conf', line: 12 }

t.test('lines are appended, and all are there after close', async t => {
  const path = `${t.testdir({ log: 'old\n' })}/log`
  const files = new LogFiles(process.stderr)
  const file = files.open(path, place, 'ErrorLog')
  t.equal(files.open(path, null, 'CustomLog'), file, 'a path is opened once')
  for (let i = 0; i < 1000; i++) file.write(`line ${i}\n`)
  await files.close()
  const lines = readFileSync(path, 'utf8').split('\n')
  t.equal(lines.length, 1002)
  t.equal(lines[0], 'old')
  t.equal(lines[1000], 'line 999')
  await files.close()
})

t.test('logs go on in new files when they are reopened, and where they are when that fails', async t => {
  const directory = t.testdir({ logs: {} })
  const path = `${directory}/logs/log`
  const stderr = new PassThrough({ encoding: 'utf8' })
  const files = new LogFiles(stderr)
  const file = files.open(path, place, 'CustomLog')
  file.write('one\n')
  while (readFileSync(path, 'utf8') === '') await new Promise(setImmediate)
  renameSync(path, `${path}.1`)
  files.reopen()
  file.write('two\n')
  while (!existsSync(path) || readFileSync(path, 'utf8') === '') await new Promise(setImmediate)
  t.equal(readFileSync(path, 'utf8'), 'two\n')
  t.equal(readFileSync(`${path}.1`, 'utf8'), 'one\n')
  renameSync(`${directory}/logs`, `${directory}/gone`)
  files.reopen()
  await once(stderr, 'readable')
  file.write('three\n')
  await files.close()
  t.match(stderr.read(), /ENOENT/)
  t.equal(readFileSync(`${directory}/gone/log`, 'utf8'), 'two\nthree\n')
})

t.test('a process that exits without closing its logs leaves no gathered line behind', async t => {
  const path = `${t.testdir()}/log`
  // pino too listens, while it has any file.
  const others = new LogFiles(process.stderr)
  others.open(`${path}.0`, place, 'CustomLog')
  const before = new Set(process.listeners('exit'))
  const files = new LogFiles(process.stderr)
  const file = files.open(path, place, 'CustomLog')
  files.open(`${path}.2`, place, 'CustomLog')
  const exits = process.listeners('exit').filter(listener => !before.has(listener))
  t.equal(exits.length, 1)
  file.gather('one\n')
  exits[0]!(0)
  t.equal(readFileSync(path, 'utf8'), 'one\n')
  await files.close()
  await others.close()
  t.notOk(process.listeners('exit').includes(exits[0]!))
})

t.test('a file that cannot be opened is refused with its place', async t => {
  const directory = t.testdir({ file: '' })
  const files = new LogFiles(process.stderr)
  const refused = (path: string, message: string) => t.throws(() => files.open(path, place, 'ErrorLog'), { name: 'Refusal', message })
  refused(`${directory}/x/log`, `httpd.conf:12: ErrorLog: directory ${directory}/x does not exist`)
  refused(`${directory}/file/log`, `httpd.conf:12: ErrorLog: ${directory}/file is no directory`)
  refused(directory, `httpd.conf:12: ErrorLog: ${directory} is a directory`)
  t.throws(() => files.open(directory, null, 'ErrorLog'), { message: `ErrorLog: ${directory} is a directory` }, 'a place that is not known')
})

t.test('other reasons are told as they come', async t => {
  t.equal(openReason(Object.assign(new Error('EACCES: …'), { code: 'EACCES' }), '/log'), 'no permission to write /log')
  t.equal(openReason(Object.assign(new Error('EROFS: …'), { code: 'EROFS' }), '/log'), '/log is on a read-only file system')
  t.equal(openReason(Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' }), '/log'), 'EMFILE: too many open files')
})

t.test('a full disk is told once, and nothing stops for it', { skip: !existsSync('/dev/full') && 'needs /dev/full' }, async t => {
  const stderr = new PassThrough({ encoding: 'utf8' })
  const files = new LogFiles(stderr)
  const file = files.open('/dev/full', place, 'ErrorLog')
  file.write('one\n')
  await once(stderr, 'readable')
  file.write('two\n')
  await files.close()
  t.match(stderr.read(), /^\/dev\/full: ENOSPC: .*\n$/)
})
