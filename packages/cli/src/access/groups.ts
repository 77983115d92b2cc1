/** The groups of an `AuthGroupFile`. */
import { keepFile } from '@fastify-balancer/balancer'

/** Tells the groups of a user. */
export type Groups = (user: string) => Promise<ReadonlySet<string>>

/** The file is read at once and again when it has changed. */
export function createGroups (path: string): Groups {
  const read = keepFile(path, parseGroups)
  return async user => new Set((await read()).flatMap(({ name, users }) => users.includes(user) ? [name] : []))
}

/** `group: user user` in each line. */
function parseGroups (text: string): ReadonlyArray<{ readonly name: string, readonly users: readonly string[] }> {
  return text.split('\n').flatMap(line => {
    const [, name, users] = /^\s*([^#:][^:]*):(.*)$/.exec(line) ?? []
    return name === undefined ? [] : [{ name: name.trim(), users: users!.trim().split(/\s+/) }]
  })
}
