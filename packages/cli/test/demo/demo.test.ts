import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import t from 'tap'
import '../support/children.ts'
import { readStartArguments } from '../../src/arguments.ts'
import { startDemo } from '../../src/demo/demo.ts'
import { testIo } from '../support/io.ts'

t.test('the demo serves its own file, with two APIs behind it', async t => {
  const io = testIo()
  const serving = await startDemo(readStartArguments(['--listen', '127.0.0.1:0']), io)
  const url = `http://127.0.0.1:${serving.addresses[0]!.port}`
  const logs = /Logs +(\S+)/.exec(io.out())![1]!
  t.match(io.out(), `curl -c jar -b jar ${url}/api/`)
  t.ok(existsSync(`${logs}/api_error.log`))

  const first = await fetch(`${url}/api/`)
  const { server, session } = await first.json() as { server: string, session: string }
  const cookie = first.headers.getSetCookie()[0]!.split(';')[0]!
  const second = await fetch(`${url}/api/`, { headers: { cookie } })
  t.strictSame(await second.json(), { server, session, visits: 2 })
  t.match(await (await fetch(`${url}/balancer-manager`)).text(), 'balancer://apicluster')

  await serving.close()
  t.notOk(existsSync(logs))
  await t.rejects(fetch(url))
})

t.test('a demo that cannot listen leaves nothing behind', async t => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  await t.rejects(startDemo(readStartArguments(['--listen', `127.0.0.1:${port}`]), testIo()), {
    message: `127.0.0.1:${port}: address already in use`
  })
  taken.close()
})
