/** Opens log files, each path once, for as long as the server runs. */
import { closeSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Place } from '@fastify-balancer/conf'
import { Refusal } from '../refusal.ts'
import { LogFile } from './log-file.ts'
import type { LogWriter } from './log-file.ts'

const reasons: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: path => `directory ${dirname(path)} does not exist`,
  ENOTDIR: path => `${dirname(path)} is no directory`,
  EISDIR: path => `${path} is a directory`,
  EACCES: path => `no permission to write ${path}`,
  EROFS: path => `${path} is on a read-only file system`
}

/** `httpd.conf:12: ErrorLog: `, in front of what is wrong there. */
export function formatPlace (place: Place | null, directive: string): string {
  return place === null ? `${directive}: ` : `${place.file}:${place.line}: ${directive}: `
}

/** Why a file cannot be written, as the operator needs to know it. */
export function openReason (error: unknown, path: string): string {
  const { code, message } = error as NodeJS.ErrnoException
  return reasons[String(code)]?.(path) ?? message
}

export class LogFiles {
  readonly #files = new Map<string, LogFile>()
  readonly #stderr: LogWriter
  /** A process may end without closing them, when requests take longer than they get after SIGTERM. */
  readonly #salvage = (): void => {
    for (const file of this.#files.values()) file.salvage()
  }

  /** @param stderr is told when a file cannot be written any more */
  constructor (stderr: LogWriter) {
    this.#stderr = stderr
  }

  /**
   * The file of that path, to be appended to; several virtual hosts may share one.
   * @throws Refusal when it cannot be opened
   */
  open (path: string, place: Place | null, directive: string): LogFile {
    const known = this.#files.get(path)
    if (known !== undefined) return known
    tryFile(path, place, directive)
    const file = new LogFile(path, error => { this.#stderr.write(`${path}: ${error.message}\n`) })
    if (this.#files.size === 0) process.on('exit', this.#salvage)
    this.#files.set(path, file)
    return file
  }

  /** Goes on in files of the same names, when these have been moved away. */
  reopen (): void {
    for (const file of this.#files.values()) file.reopen()
  }

  /** Writes out what is buffered. */
  async close (): Promise<void> {
    process.off('exit', this.#salvage)
    await Promise.all([...this.#files.values()].map(file => file.close()))
    this.#files.clear()
  }
}

function tryFile (path: string, place: Place | null, directive: string): void {
  try {
    closeSync(openSync(path, 'a'))
  } catch (error) {
    throw new Refusal(formatPlace(place, directive) + openReason(error, path))
  }
}
