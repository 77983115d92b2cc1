import { flag, triedAgainAt } from '@fastify-balancer/core'
import type { Drain, MemberSnapshot } from '@fastify-balancer/core'
import { html } from 'ghtml'
import type { StateSince } from '../journal.ts'
import type { MemberLook } from '../look/member-look.ts'
import { glyph } from './glyph.ts'
import { amount, clock, counted, duration, latency } from './words.ts'

/** Of the ring. */
const circumference = 131.9

const remarks: Readonly<Record<string, string>> = {
  Stopped: 'gets no requests, also not those of its sessions',
  Disabled: 'gets no requests, also not those of its sessions',
  'Failing check': 'back when its check passes',
  Draining: 'no new sessions; those it has stay',
  Standby: 'takes over when no other can',
  Spare: 'takes over when another is out'
}

/** A member's state: glyph, word, and what is known about it. */
export function stateCell (look: MemberLook, now: number): string {
  const { member, state, slow, drain, since } = look
  if (state.word === 'Draining' && drain !== null && drain.sessionsAtStart > 0) return drainCell(drain, now)
  const began = since.since ?? (state.word === 'In error' ? member.errorTime : null)
  const remark = slow !== null && state.word === 'Slow'
    ? `p99 ${latency(slow.p99)}, its peers ${latency(slow.peers)}`
    : state.kind === 'err' && since.cause !== '' ? causeOf(since) : remarks[state.word] ?? ''
  return html`!${glyph(state.kind)}<div><p><b>${state.word}</b>${began === null || state.word === 'Slow' ? '' : ` for ${duration(now - began)}`}</p>!${remark === '' ? '' : html`<p class="sub">${remark}</p>`}!${nextTry(member, now)}</div>`
}

/** Why a member does not serve, and how often in a row. */
export function causeOf ({ cause, count }: StateSince): string {
  return count > 1 ? `${cause}, ${amount(count)} times in a row` : cause
}

/** A ring that empties, and when it will be empty if it goes on so. */
function drainCell (drain: Drain, now: number): string {
  const { sessionsLeft, sessionsAtStart } = drain
  const left = html`${amount(sessionsLeft)} of ${counted(sessionsAtStart, 'session')} left`
  const arc = (sessionsLeft / sessionsAtStart * circumference).toFixed(1)
  return html`!${glyph('drain')}<svg class="ring" viewBox="0 0 48 48" role="img" aria-label="!${left}"><circle cx="24" cy="24" r="21"/><circle class="v" cx="24" cy="24" r="21" transform="rotate(-90 24 24)" stroke-dasharray="${arc} ${circumference}"/><text x="24" y="29">${shortly(sessionsLeft)}</text></svg><div><p><b>Draining</b> !${left}</p><p class="sub">${outlook(drain, now)}</p></div>`
}

/** When a drain will be over. */
export function outlook ({ sessionsLeft, perMinute, emptyAt }: Drain, now: number): string {
  if (sessionsLeft === 0) return emptyAt === null ? 'empty; requests are still in flight' : `empty since ${clock(emptyAt)}`
  if (perMinute === null) return 'too early to say when it is empty'
  if (emptyAt === null) return 'not getting fewer'
  return `empty about ${clock(emptyAt).slice(0, 5)}, in ${duration(emptyAt - now)}; ${amount(perMinute)} leave a minute`
}

/** A number that fits into the ring. */
function shortly (count: number): string {
  return count < 1_000 ? String(count) : `${amount(Math.round(count / 100) / 10)}k`
}

/** When a member in error is tried again: with the first request after its `retry` time, or after that of its ejection. */
function nextTry (member: MemberSnapshot, now: number): string {
  const { flags, errorTime, retry, ejection } = member
  if ((flags & flag.E) === 0 || (flags & (flag.S | flag.D)) !== 0) return ''
  const left = Math.max(0, triedAgainAt(member) - now)
  if (ejection.until > 0) return html`<p class="sub">!${ejection.probing ? 'a request is testing it' : `tested ${countdown(left)}`}</p>`
  const gone = retry === 0 ? 100 : Math.round(Math.min(100, (now - errorTime) / retry * 100))
  return html`<p class="sub">next try !${countdown(left)}</p><svg class="retry" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="t" width="100" height="4"/><rect class="v" width="${gone}" height="4"/></svg>`
}

/** Counts down where there is a script. */
export function countdown (milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000)
  return html`<time class="tick" data-s="${seconds}">${seconds === 0 ? 'with the next request' : `in ${seconds} s`}</time>`
}
