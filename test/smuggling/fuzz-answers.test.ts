/** Mutated answers: what a client gets is whole or cut short, never another's, and the process lives. */
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { eventually } from '../support/eventually.ts'
import { answers } from './answers/all.ts'
import { connect, CutShort } from './support/client.ts'
import { startCommand, startPlugin } from './support/fronts.ts'
import type { Front } from './support/fronts.ts'
import { dice, mutate, seedOf } from './support/mutate.ts'
import type { Dice } from './support/mutate.ts'
import { get, message } from './support/request-case.ts'

const seed = seedOf(20_261_127)
const batches = 60
const clients = 12
/** How long a client waits for an answer that may have no end. */
const patience = 150

const corpus = Object.values(answers).flat().filter(({ bytes }) => bytes.length < 2_000)
const good = corpus.filter(({ gets }) => gets?.status === 200)

function pick<T> (all: readonly T[], roll: Dice): T {
  return all[roll(all.length)]!
}

/** Asks for a mutated answer, then for a good one, on one connection. @returns what is wrong */
async function ask (port: number, name: string, head: boolean): Promise<string[]> {
  const client = connect(port)
  const wrong: string[] = []
  client.send(message(`${head ? 'HEAD' : 'POST'} /odd-${name} HTTP/1.1`, ['Host: a.example', 'Content-Length: 0']))
  try {
    const reply = await Promise.race([client.read(head), pause(patience, null)])
    const token = reply === null ? null : /a\d{4}/.exec(reply.body)?.[0]
    if (token !== undefined && token !== null && token !== name) wrong.push(`${name} got the body of ${token}`)
    if (reply !== null) {
      client.send(get(`/good-${name}`))
      const next = await client.read()
      if (next !== null && next.body !== `good-${name}`) wrong.push(`${name} got ${JSON.stringify(next.raw)}`)
    }
  } catch (error) {
    if (!(error instanceof CutShort)) wrong.push(`${name}: ${String(error)}`)
  }
  client.destroy()
  return wrong
}

async function fuzz (t: Test, { port, member, busy }: Front): Promise<void> {
  const roll = dice(seed)
  const told = new Map<string, string>()
  member.answer = ({ startLine }) => {
    const name = /(?:odd|good)-a\d{4}/.exec(startLine)![0]
    const odd = told.get(name)
    if (odd !== undefined) return { bytes: odd, end: odd.length % 2 === 1 }
    return { bytes: `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${name.length}\r\n\r\n${name}`, end: false }
  }
  let answered = 0
  for (let batch = 0; batch < batches; batch++) {
    const names = Array.from({ length: clients }, (_each, i) => `a${String(batch * clients + i).padStart(4, '0')}`)
    for (const name of names) {
      // A body of the name, as long as the one that stands there.
      const other = (): string => pick(roll(4) > 0 ? good : corpus, roll).bytes.replace('Content-Length: 2\r\n', 'Content-Length: 5\r\n').replace('\r\n2\r\nok', `\r\n5\r\n${name}`).replace('\r\n\r\nok', `\r\n\r\n${name}`)
      told.set(`odd-${name}`, mutate(other(), roll, other))
    }
    const wrong = (await Promise.all(names.map(name => ask(port, name, roll(8) === 0)))).flat()
    if (wrong.length > 0 || member.faults.length > 0) {
      t.fail(`batch ${batch}`, { wrong, faults: [...member.faults], told: names.filter(name => wrong.some(text => text.includes(name))).map(name => told.get(`odd-${name}`)) })
    }
    answered += member.seen.filter(({ startLine }) => startLine.includes('good-')).length
    member.forget()
  }
  t.ok(answered > batches * clients / 8, `${answered} of ${batches * clients} connections went on`)
  await eventually(async () => await busy() === 0)
}

t.comment(`FUZZ_SEED=${seed}`)

t.test('in a plain Fastify app', async t => fuzz(t, await startPlugin(t)))
t.test('by the command', async t => fuzz(t, await startCommand(t)))
