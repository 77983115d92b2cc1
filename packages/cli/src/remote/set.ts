/** `fastify-balancer set`: changes a member, or a balancer, of a manager. */
import type { SetArguments } from '../arguments.ts'
import type { Io } from '../io.ts'
import { findRemoteMember } from './find-member.ts'
import { createClient } from './manager-client.ts'
import type { RemoteBalancer, RemoteMember } from './manager-client.ts'

interface Changed {
  /** null: nothing changed. */
  readonly event: number | null
  readonly member?: RemoteMember
}

/** @throws Refusal */
export async function set (args: SetArguments, io: Io): Promise<void> {
  const ask = createClient(args, io)
  const changed = await ask<Changed>('PATCH', await pathOf(), { ...args.set, ...(args.note === null ? {} : { note: args.note }) })
  if (args.json) io.stdout.write(`${JSON.stringify(changed, null, 2)}\n`)
  else io.stdout.write(`${args.target}: ${changed.event === null ? 'it is so already' : 'changed'}${changed.member === undefined ? '' : `, ${changed.member.status}`}\n`)

  async function pathOf (): Promise<string> {
    const [, balancer] = /^balancer:\/\/(.+)$/i.exec(args.target) ?? []
    if (balancer !== undefined) return `/balancers/${encodeURIComponent(balancer)}`
    return findRemoteMember((await ask<{ balancers: RemoteBalancer[] }>('GET', '/balancers')).balancers, args.target).path
  }
}
