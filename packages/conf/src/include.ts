/** Finds the files that `Include` names, in httpd's order. */
import { readdirSync, statSync } from 'node:fs'
import { join, parse } from 'node:path'

/**
 * The files of a path: those that match its wildcards (`*`, `?`, `[…]`, in any segment) and all those in its
 * directories, in alphabetical order. A path without wildcards is taken as it is, there or not.
 * @param path absolute
 */
export function findFiles (path: string): string[] {
  const { root } = parse(path)
  let found = [root]
  for (const segment of path.slice(root.length).split('/')) {
    found = /[*?[]/.test(segment)
      ? found.flatMap(directory => list(directory).filter(name => matches(name, segment)).map(name => join(directory, name)))
      : found.map(directory => join(directory, segment))
  }
  return found.flatMap(filesIn)
}

function filesIn (path: string): string[] {
  return isDirectory(path) ? list(path).flatMap(name => filesIn(join(path, name))) : [path]
}

function isDirectory (path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function list (directory: string): string[] {
  return isDirectory(directory) ? readdirSync(directory).sort() : []
}

/** Names that begin with a dot match only a wildcard that begins with one. */
function matches (name: string, wildcard: string): boolean {
  if (name.startsWith('.') && !wildcard.startsWith('.')) return false
  const expression = wildcard.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.').replaceAll('[!', '[^')
  return new RegExp(`^${expression}$`).test(name)
}
