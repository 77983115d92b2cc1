/** Writes the number of this process where `PidFile` wants it. */
import { rmSync, writeFileSync } from 'node:fs'
import type { Configuration } from '@fastify-balancer/conf'
import { formatPlace, openReason } from './log/log-files.ts'
import { placeOf } from './places.ts'
import { Refusal } from './refusal.ts'

/**
 * @returns removes the file again
 * @throws Refusal when it cannot be written
 */
export function writePidFile (configuration: Pick<Configuration, 'pidFile' | 'report'>): () => void {
  const { pidFile: path } = configuration
  if (path === null) return () => {}
  try {
    writeFileSync(path, `${process.pid}\n`)
  } catch (error) {
    throw new Refusal(formatPlace(placeOf(configuration, 'PidFile', null), 'PidFile') + openReason(error, path))
  }
  return () => { rmSync(path, { force: true }) }
}
