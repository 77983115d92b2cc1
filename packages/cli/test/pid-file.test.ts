import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { writePidFile } from '../src/pid-file.ts'

const report = [{ directive: 'PidFile', file: 'httpd.conf', line: 3, verdict: 'used' as const, note: '' }]

t.test('PidFile holds the number of this process until it is removed', async t => {
  const pidFile = `${t.testdir()}/httpd.pid`
  const remove = writePidFile({ pidFile, report })
  t.equal(readFileSync(pidFile, 'utf8'), `${process.pid}\n`)
  remove()
  t.notOk(existsSync(pidFile))
})

t.test('without PidFile there is nothing to write or remove', async t => {
  t.doesNotThrow(writePidFile({ pidFile: null, report: [] }))
})

t.test('a directory that does not exist is refused with its place', async t => {
  const directory = `${t.testdir()}/run`
  t.throws(() => writePidFile({ pidFile: `${directory}/httpd.pid`, report }), {
    name: 'Refusal', message: `httpd.conf:3: PidFile: directory ${directory} does not exist`
  })
})
