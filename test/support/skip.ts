/** Decides what happens to a test whose other half is not installed: skipped aloud, but never in CI. */

/**
 * To be spread into a test's options: `t.test('…', { ...needs('a real httpd', hasHttpd(), 'apt-get install apache2-bin') }, …)`.
 * @throws in CI when the part is missing: there a skipped test would pass for a proof
 */
export function needs (part: string, present: boolean, remedy: string): { skip: string } | Record<string, never> {
  if (present) return {}
  const reason = `needs ${part} (${remedy})`
  if (process.env['CI'] === 'true') throw new Error(`CI ${reason}`)
  return { skip: reason }
}
