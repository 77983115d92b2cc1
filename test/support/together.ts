import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

/**
 * Runs all test files of a directory in this process, one after the other: to start a process costs more than most of them
 * take. Not those of directories below that have such a file of their own. What a file puts in place for its tests it removes
 * with the last of them, not with a teardown of the process.
 */
export async function together (directory: string): Promise<void> {
  for (const file of testFiles(directory)) {
    await import(file)
    if (!t.idle) await once(t, 'idle')
  }
}

function testFiles (directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap(entry => {
    const path = join(directory, entry.name)
    if (!entry.isDirectory()) return entry.name.endsWith('.test.ts') ? [path] : []
    return existsSync(join(path, 'all.ts')) ? [] : testFiles(path)
  })
}
