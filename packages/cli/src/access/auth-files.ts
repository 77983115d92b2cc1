/** Opens the files of users and groups that the sections of a server name, each once. */
import { createUsers } from '@fastify-balancer/balancer'
import type { Users } from '@fastify-balancer/balancer'
import type { NamedFile, ServerDefinition } from '@fastify-balancer/conf'
import type { FastifyBaseLogger } from 'fastify'
import { Refusal } from '../refusal.ts'
import { createGroups } from './groups.ts'
import type { Groups } from './groups.ts'

/** By path. */
export interface AuthFiles {
  readonly users: ReadonlyMap<string, Users>
  readonly groups: ReadonlyMap<string, Groups>
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a directory',
  EACCES: 'no permission to read it'
}

/**
 * Entries that come to be wrong later are told to the log, and their users cannot log in.
 * @throws Refusal when one cannot be read or has an entry that cannot be used
 */
export function openAuthFiles (server: Pick<ServerDefinition, 'settings' | 'sections'>, log: FastifyBaseLogger): AuthFiles {
  return {
    users: open('AuthUserFile', filesOf(server, 'authUserFile'), path => {
      let tell = (flaw: string): void => { throw new Refusal(flaw) }
      const users = createUsers(path, ({ line, reason }) => { tell(`${path}:${line}: ${reason}`) })
      tell = flaw => { log.error({ ah: 'AH01620', module: 'authn_file', httpdLevel: 'error' }, flaw) }
      return users
    }),
    groups: open('AuthGroupFile', filesOf(server, 'authGroupFile'), createGroups)
  }
}

function filesOf ({ settings, sections }: Pick<ServerDefinition, 'settings' | 'sections'>, name: 'authUserFile' | 'authGroupFile'): readonly NamedFile[] {
  return [settings, ...sections.map(section => section.settings)].flatMap(each => each[name] ?? [])
}

function open<T> (directive: string, files: readonly NamedFile[], read: (path: string) => T): ReadonlyMap<string, T> {
  const opened = new Map<string, T>()
  for (const { path, place } of files) {
    if (opened.has(path)) continue
    try {
      opened.set(path, read(path))
    } catch (error) {
      const reason = error instanceof Refusal ? error.message : `${path}: ${reasons[String((error as NodeJS.ErrnoException).code)] ?? (error as Error).message}`
      throw new Refusal(`${place.file}:${place.line}: ${directive}: ${reason}`)
    }
  }
  return opened
}
