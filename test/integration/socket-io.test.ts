/** Socket.IO across three servers: polling, then WebSocket, with its session's member, until that is taken out or dies. */
import { once } from 'node:events'
import { join } from 'node:path'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import t from 'tap'
import type { Test } from 'tap'
import { eventually } from '../support/eventually.ts'
import { postForm, readBalancer } from '../support/manager-page.ts'
import { startOurs } from '../support/ours.ts'
import { freePort } from '../support/ports.ts'
import { listening, run } from '../support/process.ts'
import type { Program } from '../support/process.ts'

const file = join(import.meta.dirname, '../fixtures/upgrade/httpd.conf')
const server = join(import.meta.dirname, '../support/socket-io.mjs')
t.setTimeout(120_000)

interface Client {
  readonly socket: Socket
  /** The server that said hello last. */
  at: string
  /** How often it lost its connection. */
  lost: number
  say (text: string): Promise<string>
}

/** Connects, and waits until the connection is a WebSocket. */
async function connect (t: Test, port: number): Promise<Client> {
  const socket = io(`http://127.0.0.1:${port}`, { withCredentials: true, forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 100 })
  t.teardown(() => socket.disconnect())
  const client: Client = { socket, at: '', lost: 0, say: text => socket.timeout(20_000).emitWithAck('say', text) }
  socket.on('hello', name => { client.at = name })
  socket.on('disconnect', () => {
    client.at = ''
    client.lost++
  })
  await eventually(async () => client.at !== '')
  t.equal(await client.say('early'), `${client.at}: early`)
  await eventually(async () => socket.io.engine.transport.name === 'websocket')
  return client
}

async function startServers (t: Test): Promise<{ programs: Readonly<Record<string, Program>>, urls: Readonly<Record<string, string>> }> {
  const programs: Record<string, Program> = {}
  const urls: Record<string, string> = {}
  await Promise.all(['A', 'B', 'C'].map(async name => {
    const port = await freePort()
    programs[name] = run(t, process.execPath, [server, String(port), name])
    urls[name] = `http://127.0.0.1:${port}`
    await listening(programs[name], port)
  }))
  return { programs, urls }
}

t.test('clients stay with their server, and find another when it goes', async t => {
  const { programs, urls } = await startServers(t)
  const { port } = await startOurs(t, { files: [file], hosts: {}, variables: urls })
  const busy = async (): Promise<number[]> => (await readBalancer(port, 'chat')).members.map(member => Number(member['Busy']))
  const set = async (name: string, fields: Readonly<Record<string, string>>): Promise<void> => {
    const { nonce } = await readBalancer(port, 'chat')
    await postForm(port, { b: 'chat', w: urls[name]!, nonce, ...fields })
  }
  const clients = await Promise.all(Array.from({ length: 9 }, () => connect(t, port)))
  const at = (name: string): Client[] => clients.filter(client => client.at === name)

  t.strictSame(['A', 'B', 'C'].map(name => at(name).length), [3, 3, 3])
  await eventually(async () => (await busy()).join() === '3,3,3')
  for (const client of clients) t.equal(await client.say('hello'), `${client.at}: hello`)
  t.equal((await clients[0]!.say('x'.repeat(500_000))).length, 500_003)

  const [ofA, ofB] = [at('A'), at('B')]
  await set('A', { w_status_N: '1' })
  const newcomer = await connect(t, port)
  t.not(newcomer.at, 'A')
  for (const client of ofA) t.equal(await client.say('still here'), 'A: still here')

  // A browser keeps its cookies from one connection to the next, this client does not.
  const { socket } = ofA[0]!
  socket.io.opts.extraHeaders = { cookie: 'ROUTEID=.a' }
  socket.disconnect().connect()
  await eventually(async () => ofA[0]!.at !== '' && socket.io.engine.transport.name === 'websocket')
  socket.io.opts.extraHeaders = {}
  t.equal(ofA[0]!.at, 'A', 'a session comes back to its draining server')

  await set('A', { w_status_N: '0', w_status_D: '1' })
  await eventually(async () => ofA.every(({ at }) => at !== '' && at !== 'A'))
  for (const client of ofA) t.equal(await client.say('moved'), `${client.at}: moved`)
  t.equal((await busy())[0], 0)

  await set('A', { w_status_D: '0' })
  const died = Promise.all(ofB.map(({ socket }) => once(socket as never, 'disconnect')))
  await programs['B']!.end('SIGKILL')
  await died
  await eventually(async () => ofB.every(({ at }) => at !== '' && at !== 'B'))
  for (const client of ofB) t.equal(await client.say('moved'), `${client.at}: moved`)

  t.strictSame([...clients.filter(({ lost }) => lost === 0)].length, 3, 'the clients of the third server noticed nothing')
  for (const { socket } of [...clients, newcomer]) socket.disconnect()
  await eventually(async () => (await busy()).join() === '0,0,0')
})
