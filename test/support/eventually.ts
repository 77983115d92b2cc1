/** Waits for something that another process makes true and does not announce. */
import { setTimeout as pause } from 'node:timers/promises'

/** Resolves once the check holds; the test's own timeout ends a vain wait. */
export async function eventually (holds: () => Promise<boolean>): Promise<void> {
  while (!await holds()) await pause(20)
}
