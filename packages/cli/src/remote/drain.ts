/** `fastify-balancer drain`: drains a member of a manager, and waits until nobody is left. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { DrainArguments } from '../arguments.ts'
import type { Io } from '../io.ts'
import { findRemoteMember } from './find-member.ts'
import { createClient } from './manager-client.ts'
import type { RemoteBalancer, RemoteMember } from './manager-client.ts'

/** How wide the bar is, in characters. */
const barWidth = 24

/**
 * @param every milliseconds between two looks
 * @returns the exit code: 1 when somebody is left at the deadline, or the drain was ended before
 * @throws Refusal
 */
export async function drain (args: DrainArguments, io: Io, every: number = 1_000): Promise<number> {
  const ask = createClient(args, io)
  const { balancers } = await ask<{ balancers: RemoteBalancer[] }>('GET', '/balancers')
  const { path, member: { name } } = findRemoteMember(balancers, args.member)
  const asked = await ask<{ member: RemoteMember }>('PATCH', path, {
    status: '+N',
    ...(args.deadline === null ? {} : { drain: { deadline: args.deadline, then: args.then } }),
    ...(args.note === null ? {} : { note: args.note })
  })
  const latest = asked.member.drain?.latest ?? Infinity
  const onTerminal = io.stdout.isTTY === true
  let { member } = asked
  let line = ''
  while (true) {
    const now = Date.now()
    const next = onTerminal ? progress(name, member, now) : `${name}: ${left(member)}`
    if (next !== line) io.stdout.write(onTerminal ? `\r${next.padEnd(line.length)}` : `${next}\n`)
    line = next
    if (isEmpty(member) || !args.wait || member.drain === null || now >= latest) break
    await sleep(every)
    member = await ask<RemoteMember>('GET', path)
  }
  if (onTerminal) io.stdout.write('\n')
  if (!args.wait || isEmpty(member)) return 0
  io.stderr.write(`${name}: ${Date.now() >= latest ? 'the deadline has come' : `the drain was ended: ${member.status}`}, ${left(member)}\n`)
  return 1
}

function isEmpty ({ sessions, busy }: RemoteMember): boolean {
  return sessions === 0 && busy === 0
}

function left ({ drain, sessions, busy }: RemoteMember): string {
  const of = drain === null || drain.sessionsAtStart === 0 ? '' : ` of ${drain.sessionsAtStart}`
  return `${sessions}${of} sessions and ${busy} requests left`
}

function progress (name: string, member: RemoteMember, now: number): string {
  const { drain, sessions } = member
  const atStart = Math.max(drain?.sessionsAtStart ?? 0, sessions)
  const done = atStart === 0 ? barWidth : Math.floor(barWidth * (1 - sessions / atStart))
  const emptyAt = drain?.emptyAt ?? null
  const eta = emptyAt === null || emptyAt <= now ? '' : `, empty in about ${Math.ceil((emptyAt - now) / 60_000)} min`
  return `${name} [${'#'.repeat(done)}${'.'.repeat(barWidth - done)}] ${left(member)}${eta}`
}
