import t from 'tap'
import { readCheckArguments, readStartArguments } from '../src/arguments.ts'

t.test('start without arguments starts the demo, in one process', async t => {
  t.strictSame(readStartArguments([]), { file: null, listen: [], connectTo: [], define: {}, workers: 1 })
})

t.test('start takes a file and its flags, repeated ones in order', async t => {
  t.strictSame(readStartArguments([
    'httpd.conf', '--listen', '127.0.0.1:8080', '--listen=[::1]:8080', '--connect-to', 'api1.local:80:127.0.0.1:4001',
    '--connect-to', '::[::1]:4002', '--define', 'A=1=2', '-D', 'B', '--workers', '2'
  ]), {
    file: 'httpd.conf',
    listen: [{ host: '127.0.0.1', port: 8080 }, { host: '::1', port: 8080 }],
    connectTo: ['api1.local:80:127.0.0.1:4001', '::[::1]:4002'],
    define: { A: '1=2', B: '' },
    workers: 2
  })
})

t.test('check takes a file and definitions', async t => {
  t.strictSame(readCheckArguments(['httpd.conf', '-D', 'A=1']), { file: 'httpd.conf', define: { A: '1' } })
})

t.test('what does not fit is refused in one line that names it', async t => {
  const refused = (args: string[], message: RegExp) => t.throws(() => readStartArguments(args), { name: 'Refusal', message }, args.join(' '))
  refused(['--port', '80'], /^start: Unknown option '--port'$/)
  refused(['--workers'], /^start: .*--workers.* argument missing$/)
  refused(['a.conf', 'b.conf'], /^start: one file at most, not 2$/)
  refused(['--listen', 'here'], /^--listen must be HOST:PORT or https:\/\/HOST:PORT, not "here"$/)
  refused(['--connect-to', 'a:1:b'], /^--connect-to must be HOST:PORT:TO-HOST:TO-PORT, not "a:1:b"$/)
  refused(['--define', '=1'], /^--define must be NAME or NAME=VALUE, not "=1"$/)
  for (const workers of ['0', 'many', '1000']) refused(['--workers', workers], /^--workers must be a number from 1 to 999/)
})

t.test('check needs one file', async t => {
  t.throws(() => readCheckArguments([]), { name: 'Refusal', message: /^check: which file\?/ })
  t.throws(() => readCheckArguments(['a', 'b']), { name: 'Refusal', message: 'check: one file, not 2' })
  t.throws(() => readCheckArguments(['a', '--listen', '1']), { name: 'Refusal', message: /^check: Unknown option '--listen'$/ })
})
