import { matchPrefix, toBytes } from './path.ts'

/** The path of a `<Location>`: a prefix of whole segments, or an expression searched in the decoded path. */
export type SectionPath = string | RegExp

/** Tells whether a section holds for a path: decoded, one character a byte (`readPath`). */
export type Holds = (decoded: string) => boolean

/** `<Location>`, or `<LocationMatch>` when it is an expression. A prefix is compared byte by byte, case counts. */
export function sectionAt (path: SectionPath): Holds {
  if (typeof path === 'string') {
    const prefix = toBytes(path)
    return decoded => matchPrefix(decoded, prefix) !== undefined
  }
  const expression = stateless(path)
  return decoded => expression.test(decoded)
}

/** Without the flags g and y, which would make an expression begin where it ended for the request before. */
export function stateless ({ source, flags }: RegExp): RegExp {
  return new RegExp(source, flags.replace(/[gy]/g, ''))
}
