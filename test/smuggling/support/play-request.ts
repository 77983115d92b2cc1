/** Plays a request of the corpus to a front server, with a good request behind it, and tells what became of both. */
import { connect } from './client.ts'
import type { Client, Reply } from './client.ts'
import type { Front } from './fronts.ts'
import { after, reaches } from './request-case.ts'
import type { RequestCase } from './request-case.ts'

export interface Outcome {
  readonly statuses: readonly number[]
  /** Requests of one client may reach the member over several connections: their order means nothing. */
  readonly seen: readonly string[]
  readonly open: boolean
}

/** @param together the good request comes in the same packet, not after the answers */
export async function playRequest ({ port, member }: Front, { bytes, statuses, open }: RequestCase, together: boolean): Promise<Outcome> {
  const client = connect(port)
  const got: number[] = []
  member.forget()
  client.send(together ? bytes + after : bytes)
  while (got.length < statuses.length) {
    const reply = await client.read()
    if (reply === null) break
    got.push(reply.status)
  }
  if (!together && got.length > 0) client.send(after)
  const last = await (open ? client.read() : readLast(client))
  client.destroy()
  if (last !== null && last.status !== 200) got.push(last.status)
  return { statuses: got, seen: member.seen.map(({ raw }) => raw).toSorted(), open: last?.status === 200 }
}

/** Node answers 400 of its own to what comes behind a message that ends the connection. */
async function readLast (client: Client): Promise<Reply | null> {
  const reply = await client.read()
  return reply?.status === 400 ? readLast(client) : reply
}

/**
 * What must become of it. Node gives up an answer under way when more comes behind a request that ends the connection:
 * such a client gets 400 for it, or the answer.
 */
export function expectedOutcomes ({ name }: Front, { statuses, seen, open, byCommand }: RequestCase): Outcome[] {
  const expected: Outcome = {
    statuses: name === 'command' && byCommand !== null ? [byCommand] : statuses,
    seen: (open ? [...seen, reaches('GET /after')] : seen).toSorted(),
    open
  }
  return !open && statuses[0] === 200 ? [expected, { ...expected, statuses: [400] }] : [expected]
}
