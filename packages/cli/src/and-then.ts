import type { Serving } from './serve.ts'

/** Whatever becomes of the serving, what it needed is closed after it. */
export async function andThen (starting: Promise<Serving>, close: () => Promise<void>): Promise<Serving> {
  try {
    const serving = await starting
    return {
      ...serving,
      async close () {
        await serving.close()
        await close()
      }
    }
  } catch (error) {
    await close()
    throw error
  }
}
