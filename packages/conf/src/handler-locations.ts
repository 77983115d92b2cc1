/** Finds the `<Location>`s with a handler, and whether anything is said of who gets to it. */
import type { HandlerLocation } from './configuration.ts'
import type { SectionDraft, ServerDraft } from './draft.ts'
import type { Requirement } from './settings.ts'

/**
 * A `Require` for everybody in a section around the handler's says nothing of the handler: who opens a site does not mean to
 * open its balancer-manager.
 * @param lineage the main server, then the virtual host
 */
export function handlerLocations (lineage: readonly ServerDraft[]): HandlerLocation[] {
  const sections = lineage.flatMap(each => each.sections).filter(({ kind }) => kind === 'location')
  const handlers = new Map(sections.filter(({ handler }) => handler !== null).map(section => [section.match, section]))
  return [...handlers.values()].map(({ match, entry, handler }) => {
    const path = match as string
    const guarded = sections.some(section => says(section, path))
    return { path, handler: handler!, guarded, place: { file: entry.file, line: entry.line } }
  })
}

function says ({ match, requirements }: SectionDraft, path: string): boolean {
  if (requirements.of.length === 0) return false
  if (match === path) return true
  return holds(match, path) && !requirements.of.some(isEverybody)
}

function isEverybody ({ type }: Requirement): boolean {
  return type === 'granted'
}

function holds (match: string | RegExp, path: string): boolean {
  if (typeof match !== 'string') return match.test(path)
  return path.startsWith(match) && (match.endsWith('/') || path.length === match.length || path[match.length] === '/')
}
