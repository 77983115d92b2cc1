/** Gathers what all processes know of themselves, for server-status and metrics. */

/** What is waited for a process that does not answer, in milliseconds. */
const patience = 1_000

/** A worker's part: asks for the figures of all, and resolves when the answer with that number is there. */
export interface Questions<F> {
  readonly ask: () => Promise<readonly F[]>
  readonly answer: (id: number, figures: readonly F[]) => void
}

export function createQuestions<F> (put: (id: number) => void): Questions<F> {
  const open = new Map<number, (figures: readonly F[]) => void>()
  let asked = 0
  return {
    ask: () => new Promise(resolve => {
      const id = ++asked
      open.set(id, resolve)
      put(id)
    }),
    answer (id, figures) {
      open.get(id)!(figures)
      open.delete(id)
    }
  }
}

/** The primary's part: asks every process that serves, and waits for those that answer in time. */
export interface Gathering<W, F> {
  readonly gather: (workers: Iterable<W>) => Promise<readonly F[]>
  readonly hear: (worker: W, id: number, figures: F) => void
}

export function createGathering<W, F> (ask: (worker: W, id: number) => void): Gathering<W, F> {
  const rounds = new Map<number, { readonly answers: Map<W, F | null>, readonly end: () => void }>()
  let begun = 0
  return {
    async gather (workers) {
      const id = ++begun
      const answers = new Map<W, F | null>([...workers].map(worker => [worker, null]))
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, patience)
        rounds.set(id, {
          answers,
          end () {
            clearTimeout(timer)
            resolve()
          }
        })
        for (const worker of answers.keys()) ask(worker, id)
      })
      rounds.delete(id)
      return [...answers.values()].filter((figures): figures is F & {} => figures !== null)
    },
    hear (worker, id, figures) {
      const round = rounds.get(id)
      if (round === undefined) return
      round.answers.set(worker, figures)
      if (![...round.answers.values()].includes(null)) round.end()
    }
  }
}
