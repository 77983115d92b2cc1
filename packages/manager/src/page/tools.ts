import type { Session } from '@fastify-balancer/core'
import { html } from 'ghtml'
import { kindOf, stateOf } from '../look/state.ts'
import { nameOf } from '../look/member-look.ts'
import { head } from './head.ts'
import { clock, counted, duration } from './words.ts'

/** Where a session was found. */
export interface Found {
  readonly balancer: string
  readonly session: Session
}

/** What the small document beside the page shows. */
export interface Tools {
  readonly base: string
  /** The page's own path. */
  readonly uri: string
  /** What was looked for; null: nothing. */
  readonly asked: string | null
  readonly found: readonly Found[]
  readonly now: number
}

/**
 * A small document in a frame of the page, for what needs a form and links, which the page itself may not have. It works
 * without a script, and a search does not load the page anew.
 */
export function renderTools ({ base, uri, asked, found, now }: Tools): string {
  return html`!${head('Find a session, other formats', base, 'frame')}<body><form method="post" action="${base}/tools"><label for="s">Find a session</label><div class="row"><input id="s" name="session" placeholder="session id, with route or without" spellcheck="false" autocomplete="off"><button>Find</button></div></form>
<div role="status">!${asked === null ? '' : hits(asked, found, now)}</div>
<nav aria-label="Other formats"><a href="${base}/api/balancers" target="_top">JSON</a><a href="${uri}?xml=1" target="_top">XML</a></nav></body></html>
`
}

function hits (asked: string, found: readonly Found[], now: number): string {
  // A session id opens its session: who looks over a shoulder shall not read it.
  const shown = asked.length > 12 ? `${asked.slice(0, 6)}…${asked.slice(-4)}` : asked
  if (found.length === 0) return html`<p class="hit">Nothing is known of <code>${shown}</code>.</p>`
  return found.map(({ balancer, session: { member, boundAt, usedAt, requests, moves } }) => {
    const { word } = stateOf(member.flags, false)
    return html`<div class="hit ${kindOf(word)}"><p><code>${shown}</code> is on <b>${nameOf(member)}</b> in ${balancer}, ${word.toLowerCase()}: since ${clock(boundAt)}, last seen ${duration(now - usedAt)} ago, ${counted(requests, 'request')}.</p>!${moves.toReversed().map(({ at, from, to, reason, cause }) => html`<p><small>${clock(at)} ${from} to ${to}: ${reason}, ${cause.trim()}</small></p>`)}</div>`
  }).join('')
}
