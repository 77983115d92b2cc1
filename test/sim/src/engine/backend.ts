/** How many requests a backend works on at once. */
export const slots = 8

/** A time during which a backend is slower than it should be; milliseconds. */
export interface Slowdown {
  readonly member: number
  /** A request takes so many times as long if it is begun in that time. */
  readonly factor: number
  readonly from: number
  readonly until: number
}

/** The process behind a member: some slots, and a queue for those who find no slot free. */
export interface Backend {
  busySlots: number
  /** Request at the head of the queue; -1: nobody waits. */
  first: number
  /** Request at the end of the queue. */
  last: number
  slowdown: Slowdown | undefined
}

export function createBackend (member: number, slowdowns: readonly Slowdown[]): Backend {
  return { busySlots: 0, first: -1, last: -1, slowdown: slowdowns.find(slowdown => slowdown.member === member) }
}

/** How long that much work takes when it is begun now. */
export function serviceTime ({ slowdown }: Backend, work: number, now: number): number {
  return slowdown !== undefined && now >= slowdown.from && now < slowdown.until ? work * slowdown.factor : work
}

/** A request waits behind those who wait. `queue` links each waiting request to the one behind it. */
export function enqueue (backend: Backend, queue: Int32Array, request: number): void {
  if (backend.first === -1) backend.first = request
  else queue[backend.last] = request
  backend.last = request
  queue[request] = -1
}

/** Who has waited longest waits no more; -1: nobody waits. */
export function dequeue (backend: Backend, queue: Int32Array): number {
  const request = backend.first
  if (request !== -1) backend.first = queue[request]!
  return request
}
