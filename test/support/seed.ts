/** The configuration files this project began with: fixtures, unmodified. */
import { join } from 'node:path'

/** The path of a seed file, such as `1-byrequests`. */
export function seed (name: string): string {
  return join(import.meta.dirname, '../fixtures/seed', `${name}.conf`)
}
