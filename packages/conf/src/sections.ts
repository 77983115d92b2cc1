/** Puts the sections of a server into the order in which they are merged. */
import type { SectionDraft, ServerDraft } from './draft.ts'
import { dotAll } from './pattern.ts'
import { settle } from './report.ts'
import type { Requirement, SectionDefinition, SectionKind } from './settings.ts'

const order: readonly SectionKind[] = ['directory', 'files', 'proxy', 'location']

/** The users of these have to say who they are. */
const needsUser: ReadonlySet<Requirement['type']> = new Set(['user', 'valid-user', 'group'])

/**
 * As httpd merges them: directories from the shortest to the longest and then expressions, the others in the order of the
 * file, the main server's before the virtual host's.
 * @param lineage the main server, then the virtual host
 */
export function defineSections (lineage: readonly ServerDraft[]): SectionDefinition[] {
  const sections = lineage.flatMap(each => each.sections)
  checkLogin(sections)
  return order.flatMap(kind => {
    const ofKind = sections.filter(section => section.kind === kind).map(defineSection)
    return kind === 'directory' ? ofKind.toSorted((a, b) => depth(a) - depth(b)) : ofKind
  })
}

function defineSection ({ kind, match, within, settings, requirements }: SectionDraft): SectionDefinition {
  return { kind, match: everyCharacter(match), within: within === null ? null : everyCharacter(within), settings: { ...settings, require: requirements.of.length === 0 ? null : requirements } }
}

function everyCharacter (match: string | RegExp): string | RegExp {
  return typeof match === 'string' ? match : dotAll(match)
}

function depth ({ match }: SectionDefinition): number {
  return typeof match === 'string' ? match.length : Infinity
}

/** httpd answers such requests with 500. */
function checkLogin (sections: readonly SectionDraft[]): void {
  const missing = (['authType', 'authName', 'authUserFile'] as const).find(name => sections.every(({ settings }) => settings[name] === null))
  if (missing === undefined) return
  const [section] = sections.filter(({ requirements }) => asksForUser(requirements))
  if (section !== undefined) settle(section.entry, 'refused', `a user is required, and no section has ${missing[0]!.toUpperCase()}${missing.slice(1)}`)
}

function asksForUser ({ type, of }: Requirement): boolean {
  return needsUser.has(type) || of.some(asksForUser)
}
