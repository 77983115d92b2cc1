/** `fastify-balancer show`: the balancers of a manager, as tables. */
import type { ShowArguments } from '../arguments.ts'
import type { Io } from '../io.ts'
import { Refusal } from '../refusal.ts'
import { createClient } from './manager-client.ts'
import type { RemoteBalancer, RemoteMember } from './manager-client.ts'
import { table } from './table.ts'

const headings = ['MEMBER', 'URL', 'STATE', 'FACTOR', 'SET', 'ELECTED', 'BUSY', 'SESSIONS', 'REQ/S', 'SHARE']

/** @throws Refusal */
export async function show (args: ShowArguments, io: Io): Promise<void> {
  const answer = await createClient(args, io)<{ balancers: RemoteBalancer[] }>('GET', '/balancers')
  const wanted = answer.balancers.filter(({ name }) => args.balancer === null || name === args.balancer)
  if (args.balancer !== null && wanted.length === 0) throw new Refusal(`no balancer is called ${args.balancer}`)
  io.stdout.write(args.json ? `${JSON.stringify(args.balancer === null ? answer : wanted[0], null, 2)}\n` : wanted.map(showBalancer).join('\n'))
}

function showBalancer ({ name, lbmethod, stickysession, used, maxMembers, members }: RemoteBalancer): string {
  const sticky = stickysession === null ? '' : `, stickysession ${stickysession}`
  return `balancer://${name}  ${lbmethod}${sticky}, ${used} of ${maxMembers} members\n${table([headings, ...members.map(row)])}`
}

export function row (member: RemoteMember): string[] {
  const { name, url, state, loadfactor, lbset, elected, busy, sessions, rate, share } = member
  const word = state.word === 'In error' ? `${state.word}: ${state.cause}` : state.word
  return [
    name, url, word, loadfactor.toFixed(2), String(lbset), String(elected), String(busy), String(sessions), rate.toFixed(1),
    share.actual === null ? '-' : `${Math.round(share.actual)} %`
  ]
}
