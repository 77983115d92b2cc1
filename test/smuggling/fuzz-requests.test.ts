/** Mutated requests: what the member reads is what the client sent, request by request, or nothing; whoever sent it gets its answer, and the process lives. */
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { eventually } from '../support/eventually.ts'
import { requests } from './requests/all.ts'
import { connect, CutShort } from './support/client.ts'
import { startCommand, startPlugin } from './support/fronts.ts'
import type { Front } from './support/fronts.ts'
import { dice, mutate, seedOf } from './support/mutate.ts'
import type { Dice } from './support/mutate.ts'
import { get } from './support/request-case.ts'
import { cutClientRequest, namesHost, values } from './support/strict-message.ts'
import type { StrictMessage } from './support/strict-message.ts'

const seed = seedOf(20_261_127)
const batches = 60
const clients = 12
/** How long a client waits for more before it takes the connection for one that waits for it. */
const patience = 100

const corpus = Object.values(requests).flat().filter(({ bytes }) => bytes.length < 2_000)
const good = corpus.filter(({ seen }) => seen.length > 0)

/** What must be the same on both sides. */
function essence ({ startLine, body }: StrictMessage): string {
  const [method = '', target = ''] = startLine.split(/ +/)
  return JSON.stringify([method, /c\d{4}-\w+/.exec(target)?.[0], body])
}

/** The requests in what a client sends that may be forwarded, up to the first that can be read in two ways. */
function meant (bytes: string): string[] {
  const all: string[] = []
  try {
    for (let cut = cutClientRequest(bytes); cut !== null; cut = cutClientRequest(cut.rest)) {
      const { startLine, headers } = cut.message
      if (namesHost(headers) || (startLine.endsWith('1.0') && values(headers, 'host').length === 0)) all.push(essence(cut.message))
    }
  } catch {}
  return all
}

function pick<T> (all: readonly T[], roll: Dice): T {
  return all[roll(all.length)]!
}

/** Of one length, so that a mutation makes no other client's of it. */
function nameOf (client: number): string {
  return `c${String(client).padStart(4, '0')}`
}

/** A mutated request with a good one behind it, all under the client's own name. */
function compose (name: string, roll: Dice): string {
  const other = (): string => pick(roll(4) > 0 ? good : corpus, roll).bytes.replaceAll('/x', `/${name}-x`).replaceAll('/inner', `/${name}-inner`)
  return mutate(other(), roll, other) + get(`/${name}-end`, 'Connection: close')
}

/** Sends the bytes in one or two packets and reads until the connection ends or nothing comes. @returns what is wrong with the answers */
async function send (port: number, name: string, bytes: string, roll: Dice): Promise<string[]> {
  const connection = connect(port)
  const at = roll(3) === 0 ? roll(bytes.length) : bytes.length
  const wrong: string[] = []
  connection.send(bytes.slice(0, at))
  if (at < bytes.length) {
    await pause(1)
    connection.send(bytes.slice(at))
  }
  try {
    for (;;) {
      const reply = await Promise.race([connection.read(bytes.startsWith('HEAD')), pause(patience, null)])
      if (reply === null) break
      if (reply.status === 200 && /^c\d{4}-/.test(reply.body) && !reply.body.startsWith(name)) wrong.push(`${name} got ${reply.body}`)
      if (reply.status >= 500 && reply.status !== 501) wrong.push(`${reply.startLine} for ${JSON.stringify(bytes)}`)
    }
  } catch (error) {
    if (!(error instanceof CutShort)) wrong.push(`${String(error)} for ${JSON.stringify(bytes)}`)
  }
  connection.destroy()
  return wrong
}

async function fuzz (t: Test, front: Front): Promise<void> {
  const { port, member } = front
  const roll = dice(seed)
  const left = new Map<string, number>()
  let seen = 0
  let sent = 0
  member.answer = ({ startLine }) => {
    const token = /c\d{4}-\w+/.exec(startLine)?.[0] ?? 'ok'
    return { bytes: `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${token.length}\r\n\r\n${token}`, end: false }
  }
  for (let batch = 0; batch < batches; batch++) {
    const all = Array.from({ length: clients }, (_each, i) => nameOf(batch * clients + i)).map(name => ({ name, bytes: compose(name, roll) }))
    for (const one of all.flatMap(({ bytes }) => meant(bytes))) left.set(one, (left.get(one) ?? 0) + 1)
    const wrong = (await Promise.all(all.map(({ name, bytes }) => send(port, name, bytes, roll)))).flat()
    await eventually(async () => member.leftover() === '')
    for (const message of member.seen) {
      const count = left.get(essence(message)) ?? 0
      const whose = all.find(({ name }) => message.startLine.includes(name))
      if (count === 0) wrong.push(`nobody sent ${JSON.stringify(message.raw)}; perhaps ${JSON.stringify(whose?.bytes)}`)
      left.set(essence(message), count - 1)
    }
    seen += member.seen.length
    sent += all.length
    if (wrong.length > 0 || member.faults.length > 0) t.fail(`batch ${batch}`, { wrong, faults: [...member.faults] })
    member.forget()
  }
  t.ok(seen > sent / 8, `the member saw ${seen} requests of ${sent} clients`)
  await eventually(async () => await front.busy() === 0)
}

t.comment(`FUZZ_SEED=${seed}`)

t.test('in a plain Fastify app', async t => fuzz(t, await startPlugin(t)))
t.test('by the command', async t => fuzz(t, await startCommand(t)))
