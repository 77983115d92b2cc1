import { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import type { Effort } from './bench.ts'

export type Observe = (request: IncomingMessage, response: ServerResponse) => void

/** Requests between two turns of the event loop, in which logs are written. */
const together = 100

/** Microseconds of CPU per request, from its head to the end of its answer: the median of several runs. */
export async function serveAll (socket: Socket, observe: Observe, { requests, runs }: Effort): Promise<number> {
  const times: number[] = []
  // The first run is for V8's compiler.
  for (let run = 0; run <= runs; run++) {
    const start = process.cpuUsage()
    for (let i = 0; i < requests; i += together) {
      for (let j = 0; j < together; j++) serve(socket, observe)
      await turn()
    }
    const { user, system } = process.cpuUsage(start)
    if (run > 0) times.push((user + system) / requests)
  }
  return times.sort((a, b) => a - b)[runs >> 1]!
}

function serve (socket: Socket, observe: Observe): void {
  const request = new IncomingMessage(socket)
  request.method = 'GET'
  request.url = '/shop/cart?item=4711'
  request.httpVersionMajor = 1
  request.httpVersion = '1.1'
  request.headers = { host: 'shop.example', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)', referer: 'https://shop.example/' }
  const response = new ServerResponse(request)
  response.statusCode = 200
  observe(request, response)
  response.emit('close')
}
