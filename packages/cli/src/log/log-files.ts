/** Opens log files, each path once, for as long as the server runs. */
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Place } from '@fastify-balancer/conf'
import pino from 'pino'
import { Refusal } from '../refusal.ts'

type LogFile = ReturnType<typeof pino.destination>

/** Where log lines go. */
export interface LogWriter {
  write: (line: string) => unknown
}

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

/** Characters that wait while a file takes none, because its disk is full; what comes then is lost. */
const mostPending = 16 * 1024 * 1024

export class LogFiles {
  readonly #files = new Map<string, LogFile>()
  readonly #stderr: LogWriter

  /** @param stderr is told when a file cannot be written any more */
  constructor (stderr: LogWriter) {
    this.#stderr = stderr
  }

  /**
   * The file of that path, to be appended to; several virtual hosts may share one.
   * @throws Refusal when it cannot be opened
   */
  open (path: string, place: Place | null, directive: string): LogWriter {
    const known = this.#files.get(path)
    if (known !== undefined) return known
    tryFile(path, place, directive)
    const file = pino.destination({ dest: path, sync: false, maxLength: mostPending })
    // Serving goes on, and the next line tries again.
    file.on('error', () => {})
    file.once('error', error => { this.#stderr.write(`${path}: ${error.message}\n`) })
    this.#files.set(path, file)
    return file
  }

  /** Goes on in files of the same names, when these have been moved away. One that cannot be opened is written on as it is. */
  reopen (): void {
    for (const file of this.#files.values()) file.reopen()
  }

  /** Writes out what is buffered. */
  async close (): Promise<void> {
    await Promise.all([...this.#files.values()].map(async file => {
      const closed = once(file, 'close')
      file.end()
      await closed.catch(() => { file.destroy() })
    }))
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
