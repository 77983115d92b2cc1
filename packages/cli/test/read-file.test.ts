import t from 'tap'
import { readFile } from '../src/read-file.ts'
import { variable } from './support/variable.ts'

t.test('a file is read with the definitions of the command and the environment', async t => {
  const directory = t.testdir({ 'httpd.conf': `Listen ${variable('PORT')}\n<IfDefine Extra>\nServerName ${variable('NAME')}\n</IfDefine>\n` })
  const configuration = readFile(`${directory}/httpd.conf`, { PORT: '8080', Extra: '' }, { env: { NAME: 'a.example' } })
  t.match(configuration, { listen: [{ port: 8080 }], main: { serverName: 'a.example' } })
})

t.test('a file that is not there is refused in one line', async t => {
  const directory = t.testdir()
  t.throws(() => readFile(`${directory}/httpd.conf`, {}, { env: {} }), { name: 'Refusal', message: `${directory}/httpd.conf: no such file` })
  t.throws(() => readFile(directory, {}, { env: {} }), { name: 'Refusal', message: `${directory}: is a directory` })
})

t.test('a file that cannot be used is refused line by line', async t => {
  const directory = t.testdir({ 'httpd.conf': 'Listen 80\nProxyPas / !\n' })
  t.throws(() => readFile(`${directory}/httpd.conf`, {}, { env: {} }), { code: 'FST_BALANCER_CONF', message: /httpd\.conf:2: ProxyPas: unknown directive/ })
})
