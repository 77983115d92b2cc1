/** Gives a test a directory of its own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'

/** Outside the repository, so that a test may have several of them; removed with the test. */
export async function temporaryDirectory (t: Test): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'fastify-balancer-'))
  t.teardown(() => rm(directory, { recursive: true, force: true }))
  return directory
}
