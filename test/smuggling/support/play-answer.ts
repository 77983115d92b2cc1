/** Has a member give an answer of the corpus, and tells what the client gets and where the next request goes. */
import type { AnswerCase } from './answer-case.ts'
import { connect } from './client.ts'
import type { Client, Reply } from './client.ts'
import type { Front } from './fronts.ts'
import { plainAnswer } from './member.ts'
import { after, message } from './request-case.ts'

export interface Outcome {
  /** null: cut short. */
  readonly gets: AnswerCase['gets']
  /** The answer as it came. */
  readonly raw: string
  readonly reused: boolean
  /** What the request behind it gets, on the same connection if that is open. */
  readonly after: { readonly status: number, readonly body: string } | undefined
}

export async function playAnswer ({ port, member }: Front, { bytes, end, method }: AnswerCase): Promise<Outcome> {
  member.forget()
  member.answer = () => {
    member.answer = () => plainAnswer
    return { bytes, end }
  }
  const client = connect(port)
  client.send(message(`${method} /x HTTP/1.1`, ['Host: a.example', 'Content-Length: 0']))
  const reply = await client.read(method === 'HEAD').catch(() => null)
  client.send(after)
  const next = await client.read().catch(() => null) ?? await askAgain(port)
  client.destroy()
  const [first, second] = member.seen
  return {
    gets: reply && { status: reply.status, body: reply.status === 502 ? '' : reply.body },
    raw: reply?.raw ?? '',
    reused: second?.connection === first?.connection,
    after: { status: next.status, body: next.body }
  }
}

async function askAgain (port: number): Promise<Reply> {
  const client: Client = connect(port)
  client.send(after)
  const reply = await client.read()
  client.destroy()
  return reply!
}
