/** Merges the `<Location>`s of a path and says who gets to the handlers there. */
import type { HandlerLocation } from './configuration.ts'
import type { RequireDraft, SectionDraft, ServerDraft } from './draft.ts'
import { settle } from './report.ts'
import { everybody, isEverybody } from './require.ts'

/**
 * Of sections for the same path a later `SetHandler` overrides an earlier one, and so do all `Require`s together.
 * @param lineage the main server, then the virtual host
 */
export function handlerLocations (lineage: readonly ServerDraft[]): HandlerLocation[] {
  const merged = new Map<string, SectionDraft>()
  for (const section of lineage.flatMap(({ sections }) => sections)) {
    const earlier = merged.get(String(section.match)) ?? section
    merged.set(String(section.match), {
      ...section,
      handler: section.handler ?? earlier.handler,
      requires: section.requires.length > 0 ? section.requires : earlier.requires
    })
  }
  return [...merged.values()].flatMap(({ match, entry, handler, requires }) => {
    if (handler === null) {
      requires.forEach(checkWithoutHandler)
      return []
    }
    // Who meets any of them gets in.
    const requireIp = requires.flatMap(({ subnets }) => subnets)
    const denied = requires.length > 0 && requireIp.length === 0
    return [{ path: String(match), handler, requireIp, denied, place: { file: entry.file, line: entry.line } }]
  })
}

function checkWithoutHandler ({ entry, subnets }: RequireDraft): void {
  if (isEverybody(subnets)) settle(entry, 'ignored', everybody)
  else settle(entry, 'refused', 'not supported yet without SetHandler balancer-manager in the same <Location>')
}
