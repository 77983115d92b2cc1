/** Resolves as soon as the condition holds; the test's own timeout ends a vain wait. */
export async function until (condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setImmediate(resolve))
}
