import { readFile, rename } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Balancers } from '@fastify-balancer/core'
import type { Saved } from '../api/context.ts'
import { BadOptionError } from '../errors.ts'
import { keepRecords } from '../keep-records.ts'
import { printChanges, readChanges } from './kept-changes.ts'
import type { KeptChanges } from './kept-changes.ts'
import { restore } from './restore.ts'
import { writeAtomically } from './write-atomically.ts'

/** Changes that follow each other so closely are written together, in milliseconds. */
const together = 50
/** How long after a failure it is tried again, in milliseconds. */
const again = 5_000

/** Where it is told what becomes of the file. */
export interface Tell {
  readonly warn: (text: string) => void
  readonly error: (text: string) => void
}

/** Changes that outlive the process. */
export interface KeptFile {
  readonly file: string
  readonly saved: () => Saved
  /** Writes what is not written yet, and nothing more. */
  readonly close: () => Promise<void>
}

const known = new WeakMap<Balancers, () => Saved>()

/** How far the changes of these balancers are written to disk; null: they are not. */
export function savedOf (balancers: Balancers): Saved | null {
  return known.get(balancers)?.() ?? null
}

/** The changes of these balancers are kept by somebody else, such as another process. */
export function keptElsewhere (balancers: Balancers): void {
  known.set(balancers, () => ({ savedAt: null, error: null }))
}

/**
 * Does again what the file has of an earlier start, and writes every change to it from then on. A file that is damaged, or
 * not ours, is set aside.
 * @throws FST_BALANCER_MANAGER_BAD_OPTION when the file cannot be read or written, or the changes are kept already
 */
export async function keepChanges (balancers: Balancers, path: string, { warn, error: fail }: Tell): Promise<KeptFile> {
  if (known.has(balancers)) throw new BadOptionError('persist: the changes of these balancers are kept already')
  const file = resolve(path)
  const { origins, journal, release } = keepRecords(balancers)
  let state: Saved = { savedAt: null, error: null }
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  let closed = false

  const write = async (): Promise<void> => {
    timer = null
    try {
      await writeAtomically(file, printChanges(origins))
      state = { savedAt: Date.now(), error: null }
    } catch (error) {
      const { message } = error as Error
      if (state.error === null) fail(`changes are not kept: ${message}`)
      state = { ...state, error: message }
      if (!closed) timer ??= later(again)
    }
  }
  // One after the other: a later state must not be overtaken by an earlier one.
  const enqueue = (): Promise<void> => {
    writing = writing.then(write)
    return writing
  }
  const later = (ms: number): NodeJS.Timeout => setTimeout(enqueue, ms)
  const onChange = (): void => { timer ??= later(together) }

  try {
    const kept = await read(file, fail)
    if (kept !== null) {
      restore(balancers, origins, kept, (balancer, member, cause) => {
        warn(`${file}: balancer://${balancer}${member === null ? '' : ` ${member}`}: ${cause}`)
        journal.add({ kind: 'reload', balancer, member, from: null, to: null, cause, by: null, with: null, note: '' })
      })
    }
    await writeAtomically(file, printChanges(origins))
  } catch (error) {
    release()
    throw new BadOptionError(`persist: ${(error as Error).message}`)
  }
  balancers.events.on('change', onChange)
  known.set(balancers, () => state)
  return {
    file,
    saved: () => state,
    async close () {
      closed = true
      balancers.events.off('change', onChange)
      known.delete(balancers)
      if (timer !== null) {
        clearTimeout(timer)
        enqueue()
      }
      await writing
      release()
    }
  }
}

/** null: there is nothing to do again. */
async function read (file: string, fail: Tell['error']): Promise<KeptChanges | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const kept = readChanges(text)
  if (kept === null) {
    const aside = `${file}.damaged-${new Date().toISOString().replaceAll(':', '-')}`
    await rename(file, aside)
    fail(`${file} is damaged or no file of ours: it is ${aside} now, and the changes in it do not hold`)
  }
  return kept
}
