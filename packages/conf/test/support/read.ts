import { join } from 'node:path'
import type { Test } from 'tap'
import { ConfigurationError, readConfiguration } from '../../src/index.ts'
import type { Configuration, ReadOptions, ServerDefinition } from '../../src/index.ts'

/** Files by name, and directories of them. */
export interface Files {
  readonly [name: string]: string | Files
}

/** A directory with these files, and their names without it in what is read. */
export function write (t: Test, files: string | Files): { dir: string, file: string } {
  const dir = t.testdir(typeof files === 'string' ? { 'httpd.conf': files } : files)
  return { dir, file: join(dir, 'httpd.conf') }
}

/** Reads a text as httpd.conf. */
export function read (t: Test, files: string | Files, options?: ReadOptions): Configuration {
  return readConfiguration(write(t, files).file, options)
}

export function main (t: Test, text: string): ServerDefinition {
  return read(t, text).main
}

/** The message that refuses a text, with bare file names. */
export function refusal (t: Test, files: string | Files, options?: ReadOptions): string {
  const { dir, file } = write(t, files)
  try {
    readConfiguration(file, options)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message.replaceAll(`${dir}/`, '')
    throw error
  }
  return 'nothing is refused'
}

/** Verdicts and notes, one line per directive. */
export function verdicts (t: Test, files: string | Files, options?: ReadOptions): string[] {
  return read(t, files, options).report.map(({ directive, verdict, note }) => `${directive} ${verdict} ${note}`.trim())
}
