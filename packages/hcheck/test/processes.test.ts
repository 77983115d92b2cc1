/** Members that are processes: killed, frozen, and started again on the same port. */
import { once } from 'node:events'
import t from 'tap'
import type { Test } from 'tap'
import { formatStatus } from '@fastify-balancer/core'
import hcheck from '@fastify-balancer/hcheck'
import { startApp } from '../../balancer/test/support/app.ts'
import { freePort } from '../../../test/support/ports.ts'
import { listening, run } from '../../../test/support/process.ts'
import type { Program } from '../../../test/support/process.ts'

async function startMember (t: Test, port: number): Promise<Program> {
  const program = run(t, process.execPath, ['-e', `require('node:http').createServer((request, response) => response.end('${port}')).listen(${port}, '127.0.0.1')`])
  await listening(program, port)
  return program
}

t.test('who is killed or frozen is out before its next request, and back soon after its return', async t => {
  const [first, second] = [await freePort(), await freePort()]
  const programs = { first: await startMember(t, first), second: await startMember(t, second) }
  const checked = { hcmethod: 'GET', hcinterval: '200ms', timeout: 1, connectiontimeout: 1 }
  const { app, url } = await startApp(t, {
    balancers: { shop: { members: [first, second].map(port => ({ url: `http://127.0.0.1:${port}`, ...checked })) } },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  }, app => app.register(hcheck))
  const { events } = app.balancers
  const answers = async (): Promise<string> => {
    const found = []
    for (let i = 0; i < 4; i++) found.push(await (await fetch(url, { headers: { connection: 'close' } })).text())
    return [...new Set(found)].sort().join(' ')
  }
  const both = [first, second].sort().join(' ')
  t.equal(await answers(), both)

  let back = once(events, 'healthy')
  let out = once(events, 'unhealthy')
  programs.first.child.kill('SIGKILL')
  await out
  t.equal(await answers(), String(second))
  await startMember(t, first)
  const returned = Date.now()
  await back
  t.ok(Date.now() - returned < 3_000, 'it came back in time')
  t.equal(await answers(), both)

  back = once(events, 'healthy')
  out = once(events, 'unhealthy')
  programs.second.child.kill('SIGSTOP')
  await out
  t.equal(await answers(), String(first))
  programs.second.child.kill('SIGCONT')
  await back
  t.equal(await answers(), both)
  t.same(app.balancers.get('shop').members.map(({ flags }) => formatStatus(flags)), ['Init Ok ', 'Init Ok '])
})
