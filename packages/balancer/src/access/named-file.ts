/** Keeps what a file says, and reads it anew when the file has changed. */
import { readFileSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'

export type ReadNow<T> = () => Promise<T>

/**
 * Reads the file at once; an error of node:fs is thrown.
 * @param parse makes something of the text
 * @returns tells what the file says now; fails when it is gone
 */
export function keepFile<T> (path: string, parse: (text: string) => T): ReadNow<T> {
  let version = versionOf(statSync(path))
  let known = parse(readFileSync(path, 'utf8'))
  return async () => {
    const now = versionOf(await stat(path))
    if (now !== version) {
      known = parse(await readFile(path, 'utf8'))
      version = now
    }
    return known
  }
}

function versionOf ({ mtimeMs, size, ino }: Stats): string {
  return `${mtimeMs} ${size} ${ino}`
}
