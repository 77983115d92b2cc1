/** Finds the file of a path (`Alias`, `DocumentRoot`). */
import { join } from 'node:path'
import type { AliasRule, ServerDefinition } from '@fastify-balancer/conf'

export interface FilePath {
  /** The directory, or file, that an alias or the document root leads to; links inside of it lead nowhere else. */
  readonly root: string
  readonly file: string
}

/** @returns null where no files are */
export function createFilePaths ({ aliases, documentRoot }: Pick<ServerDefinition, 'aliases' | 'documentRoot'>): (decoded: string) => FilePath | null {
  return decoded => {
    // File names are UTF-8.
    const path = Buffer.from(decoded, 'latin1').toString()
    for (const alias of aliases) {
      const found = follow(alias, path)
      if (found !== null) return found
    }
    return documentRoot === null ? null : { root: documentRoot, file: join(documentRoot, path).replace(/(?<=.)\/$/, '') }
  }
}

function follow ({ path: alias, target }: AliasRule, path: string): FilePath | null {
  if (typeof alias !== 'string') {
    const groups = alias.exec(path)
    if (groups === null) return null
    const file = join(target.replace(/\$(\d)/g, (_, n: string) => groups[Number(n)] ?? ''))
    const fixed = /^[^$]*\//.exec(target)![0]
    // What a group holds must not lead out of the part that is written.
    return file.startsWith(fixed) ? { root: fixed.replace(/(?<=.)\/$/, ''), file: file.replace(/(?<=.)\/$/, '') } : null
  }
  if (!path.startsWith(alias)) return null
  const rest = path.slice(alias.length)
  if (rest !== '' && !alias.endsWith('/') && !rest.startsWith('/')) return null
  const root = target.replace(/(?<=.)\/$/, '')
  return { root, file: join(root, rest).replace(/(?<=.)\/$/, '') }
}
