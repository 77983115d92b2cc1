/** Finds what the sections of a server say of a request. */
import { basename } from 'node:path'
import { sectionAt } from '@fastify-balancer/balancer'
import { mergeSettings } from '@fastify-balancer/conf'
import type { SectionDefinition, ServerDefinition, Settings } from '@fastify-balancer/conf'

/** What sections go by. */
export interface Subject {
  /** Decoded, one character a byte. */
  readonly path: string
  /** Where a ProxyPass takes it; null: it is not proxied. */
  readonly url: string | null
  /** The file it leads to; null: none. */
  readonly file: string | null
}

type Holds = (subject: Subject) => boolean

/** Settings, and what they become when the section of that number holds too. */
interface Merged {
  readonly settings: Settings
  readonly with: Map<number, Merged>
}

/** Each set of sections is merged once, when it holds for the first time. */
export function createSections ({ settings, sections }: Pick<ServerDefinition, 'settings' | 'sections'>): (subject: Subject) => Settings {
  const outside: Merged = { settings, with: new Map() }
  const holds = sections.map(createHolds)
  return subject => {
    let merged = outside
    for (let i = 0; i < holds.length; i++) if (holds[i]!(subject)) merged = mergedWith(merged, i)
    return merged.settings
  }

  function mergedWith (earlier: Merged, i: number): Merged {
    const known = earlier.with.get(i)
    if (known !== undefined) return known
    const merged = { settings: mergeSettings(earlier.settings, sections[i]!.settings), with: new Map() }
    earlier.with.set(i, merged)
    return merged
  }
}

const kinds: Readonly<Record<SectionDefinition['kind'], (section: SectionDefinition) => Holds>> = {
  location ({ match }) {
    const holds = sectionAt(match)
    return ({ path }) => holds(path)
  },
  proxy ({ match }) {
    // As httpd compares them: `<Proxy http://a>` holds for http://a.example too.
    const holds = (url: string): boolean => typeof match === 'string' ? url.startsWith(match) : match.test(url)
    return ({ url }) => url !== null && holds(url)
  },
  directory ({ match }) {
    const holds = isIn(match)
    return ({ file }) => file !== null && holds(file)
  },
  files ({ match, within }) {
    const isInside = within === null ? () => true : isIn(within)
    return ({ file }) => {
      if (file === null || !isInside(file)) return false
      const name = basename(file)
      return typeof match === 'string' ? name === match : match.test(name)
    }
  }
}

function createHolds (section: SectionDefinition): Holds {
  return kinds[section.kind](section)
}

/** Whether a file is in a directory, or is it; an expression is compared with its whole path. */
function isIn (directory: string | RegExp): (file: string) => boolean {
  if (typeof directory !== 'string') return file => directory.test(file)
  const slashed = directory.endsWith('/') ? directory : `${directory}/`
  return file => `${file}/`.startsWith(slashed)
}
