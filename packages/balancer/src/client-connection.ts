import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Whose client pipelines, with what waits for its turn. */
const waiting = new WeakMap<Socket, Set<() => void>>()

/**
 * Calls `done` when the reply is with the client, or the client has left; perhaps more than once. A reply that waits behind others
 * of pipelined requests belongs to no connection yet, and Node never tells it that there is none any more.
 */
export function onceDone ({ raw: { socket } }: FastifyRequest, { raw }: FastifyReply, done: () => void): void {
  // It closes once; `once` would make one object more for each request.
  raw.on('close', done)
  if (raw.socket !== null) return
  const queue = waiting.get(socket) ?? openQueue(socket)
  queue.add(done)
  raw.once('close', () => queue.delete(done))
}

function openQueue (socket: Socket): Set<() => void> {
  const queue = new Set<() => void>()
  waiting.set(socket, queue)
  socket.once('close', () => {
    for (const done of queue) done()
  })
  return queue
}
