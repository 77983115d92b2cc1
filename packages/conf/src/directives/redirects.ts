/** Where clients are sent instead: `Redirect`, `RedirectMatch`. */
import { servers, used } from '../directive.ts'
import type { Context, Rules, Scope, Use } from '../directive.ts'
import { refuse } from '../errors.ts'
import { dotAll, readPattern } from '../pattern.ts'

const everywhere: readonly Context[] = [...servers, 'location', 'directory']

export const redirects: Rules = {
  Redirect: used(everywhere, [1, 3], redirect(readPath)),
  RedirectMatch: used(everywhere, [1, 3], redirect(text => dotAll(readPattern(text)))),
  RedirectPermanent: used(everywhere, [2, 2], (words, scope, directive) => redirect(readPath)(['301', ...words], scope, directive)),
  RedirectTemp: used(everywhere, [2, 2], (words, scope, directive) => redirect(readPath)(['302', ...words], scope, directive))
}

const statuses: Readonly<Record<string, number>> = { permanent: 301, temp: 302, seeother: 303, gone: 410 }

/** `[status] path [url]`. */
function redirect (read: (text: string) => string | RegExp): Use {
  return (words, { settings }: Scope) => {
    const given = readStatus(words[0]!)
    const status = given ?? 302
    const [text, url = null, ...others] = given === undefined ? words : words.slice(1)
    if (text === undefined || others.length > 0) refuse('needs a path, and but for statuses like gone a URL')
    const redirects = status >= 300 && status <= 399
    if (redirects !== (url !== null)) refuse(`${status} ${redirects ? 'needs' : 'takes no'} URL`)
    if (url !== null && !/^(?:[a-z][a-z+.-]*:\/\/|\/|\$)/i.test(url)) refuse(`the URL must be absolute, or a path: "${url}"`)
    settings.redirects = [...settings.redirects, { status, path: read(text), url }]
  }
}

function readStatus (word: string): number | undefined {
  const name = word.toLowerCase()
  if (Object.hasOwn(statuses, name)) return statuses[name]
  if (!/^\d+$/.test(word)) return undefined
  const status = Number(word)
  if (status < 300 || status > 599) refuse(`there is no such status to answer with: ${word}`)
  return status
}

function readPath (text: string): string {
  return text.startsWith('/') ? text : refuse(`the path must begin with /: "${text}"`)
}
