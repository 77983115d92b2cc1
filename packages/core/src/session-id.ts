import type { Balancer } from './balancer.ts'
import type { Election } from './election.ts'
import { AH01159, AH01160 } from './messages.ts'

/**
 * Finds the session id of a request and cuts its route, as mod_proxy_balancer does: the URL is searched first, for the
 * parameter's name as a plain substring; only when it gives no value are the cookies. Fills in the election's sticky,
 * session and route; all stay null when there is no value or it holds no separator.
 * @param path the decoded path
 * @param query the raw query without `?`; empty: none
 * @param cookie the Cookie header; undefined: none
 */
export function findRoute (balancer: Balancer, election: Election, path: string, query: string, cookie: string | undefined): void {
  const names = balancer.stickysession
  if (names === null) return
  const inUrl = findInUrl(names.path, `${balancer.url}${path}${query === '' ? '' : `?${query}`}`, balancer.scolonpathdelim)
  if (inUrl !== null) {
    election.log?.(AH01159, inUrl, names.path)
    answer(election, names.path, inUrl, balancer.stickysessionsep)
    return
  }
  const inCookie = cookie === undefined ? null : findInCookie(names.cookie, cookie)
  if (inCookie !== null) {
    election.log?.(AH01160, inCookie, names.cookie)
    answer(election, names.cookie, inCookie, balancer.stickysessionsep)
  }
}

/** The value that follows `name=` in a URL, up to `?`, `&` or, if asked, `;`. */
export function findInUrl (name: string, url: string, semicolon: boolean): string | null {
  for (let at = url.indexOf(name); at !== -1; at = url.indexOf(name, at + 1)) {
    const equals = at + name.length
    if (url[equals] !== '=' || equals + 1 === url.length) continue
    // Delimiters in front of the value are skipped, as strtok does.
    let start = equals + 1
    while (start < url.length && isDelimiter(url[start]!, semicolon)) start++
    let end = start
    while (end < url.length && !isDelimiter(url[end]!, semicolon)) end++
    return start === end ? null : url.slice(start, end)
  }
  return null
}

function isDelimiter (char: string, semicolon: boolean): boolean {
  return char === '?' || char === '&' || (semicolon && char === ';')
}

/** The value of the first cookie of that name, up to `;` or `,`; it may be empty. */
export function findInCookie (name: string, cookie: string): string | null {
  for (let at = cookie.indexOf(name); at !== -1; at = cookie.indexOf(name, at + 1)) {
    if (at > 0 && !/[;,\s]/.test(cookie[at - 1]!)) continue
    let equals = at + name.length
    while (equals < cookie.length && /\s/.test(cookie[equals]!)) equals++
    if (cookie[equals] !== '=' || equals + 1 === cookie.length) continue
    let end = equals + 1
    while (end < cookie.length && cookie[end] !== ';' && cookie[end] !== ',') end++
    return cookie.slice(equals + 1, end)
  }
  return null
}

/** What follows the first separator; null: there is none. Without separator (`Off`) the whole value is the route. */
export function cutRoute (value: string, separator: string): string | null {
  if (separator === '') return value
  const at = value.indexOf(separator)
  return at === -1 ? null : value.slice(at + separator.length)
}

/** The session id of such a value, without its route; null: it has none. */
export function cutSession (value: string, separator: string): string | null {
  if (separator === '') return null
  const at = value.indexOf(separator)
  const session = at === -1 ? value : value.slice(0, at)
  return session === '' ? null : session
}

function answer (election: Election, name: string, value: string, separator: string): void {
  const route = cutRoute(value, separator)
  if (route === null) return
  election.sticky = name
  election.session = cutSession(value, separator)
  election.route = route
}
