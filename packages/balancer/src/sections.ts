import type { ForwardedHeader } from './forwarded.ts'
import type { HeaderOptions, RequestHeaderOptions } from './headers.ts'
import { sectionAt } from './section.ts'
import type { SectionPath } from './section.ts'

/** What holds for the requests to a path (`<Location>`): its header rules come after those of all requests, other values win. */
export interface SectionOptions {
  /** A prefix of whole segments, or an expression searched in the decoded path. */
  readonly path: SectionPath
  readonly headers?: readonly HeaderOptions[]
  readonly requestHeaders?: readonly RequestHeaderOptions[]
  readonly proxyPreserveHost?: boolean
  readonly proxyAddHeaders?: boolean | readonly ForwardedHeader[]
  readonly proxyErrorOverride?: boolean | readonly number[]
}

/**
 * Tells what holds for a decoded path. It is made once for each set of sections that hold together, in their order.
 * @param prefix of the scope, under which paths are taken
 * @param create called with all sections at once, so that each is checked, and with none
 */
export function createSections<S extends { readonly path: SectionPath }, T> (prefix: string, sections: readonly S[], create: (holding: readonly S[]) => T): (decoded: string) => T {
  const base = create([])
  if (sections.length === 0) return () => base
  const made = new Map([['', base], [sections.map((_, i) => i).join(), create(sections)]])
  const tests = sections.map(({ path }) => sectionAt(typeof path === 'string' ? (prefix + path).replace(/\/+/g, '/') : path))
  return decoded => {
    const numbers = [...tests.keys()].filter(i => tests[i]!(decoded))
    const key = numbers.join()
    const known = made.get(key)
    if (known !== undefined) return known
    const fresh = create(numbers.map(i => sections[i]!))
    made.set(key, fresh)
    return fresh
  }
}
