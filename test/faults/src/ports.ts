import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port of 127.0.0.1 on which nobody listens, out of those that no outgoing connection gets: members come back to theirs. */
export async function freePort (): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    const server = createServer().listen(port, '127.0.0.1')
    const listens = await once(server, 'listening').then(() => true, () => false)
    server.close()
    if (listens) return port
  }
}
