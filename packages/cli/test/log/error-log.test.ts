import t from 'tap'
import { createErrorLog } from '../../src/log/error-log.ts'

function collect () {
  const lines: string[] = []
  return { lines, write: (line: string) => lines.push(line) }
}

const time = /^\[\w{3} \w{3} \d{2} \d{2}:\d{2}:\d{2}\.\d{6} \d{4}\] /

t.test('a message is written as httpd writes it', async t => {
  const log = collect()
  createErrorLog({ level: 'warn', modules: { proxy: 'trace2' } }, log)
    .debug({ ah: 'AH01161', module: 'proxy_balancer', httpdLevel: 'debug' }, 'found route a')
  t.match(log.lines[0], time)
  t.equal(log.lines[0]!.replace(time, ''), `[proxy_balancer:debug] [pid ${process.pid}] AH01161: found route a\n`)
})

t.test('what no level asks for is not written', async t => {
  const log = collect()
  const logger = createErrorLog({ level: 'warn', modules: { proxy: 'trace2' } }, log)
  logger.info('hello')
  logger.trace({ module: 'proxy', httpdLevel: 'trace3' }, 'too fine')
  t.strictSame(log.lines, [])
  t.notOk(createErrorLog({ level: 'warn', modules: {} }, log).isLevelEnabled('debug'), 'nor even made')
})

t.test('a message that names no module is the core\'s', async t => {
  const log = collect()
  createErrorLog({ level: 'warn', modules: {} }, log).warn('hello\nthere')
  t.match(log.lines[0], /\[core:warn\] \[pid \d+\] hello\\nthere\n$/)
})

t.test('an error with a code is told by its message, one without by its stack', async t => {
  const log = collect()
  const logger = createErrorLog({ level: 'warn', modules: {} }, log)
  const coded = Object.assign(new Error('no member'), { code: 'FST_BALANCER_X' })
  logger.error(coded)
  logger.error({ err: coded }, 'request failed')
  logger.error(new TypeError('oops'))
  logger.error({ err: { code: 'X' } })
  t.match(log.lines[0], / no member\n$/)
  t.match(log.lines[1], / request failed: no member\n$/)
  t.match(log.lines[2], / oops: TypeError: oops\\n +at /)
  t.match(log.lines[3], /\[pid \d+\] \n$/, 'not every error is an Error')
})
