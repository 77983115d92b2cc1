/** Finds ports for servers that are told theirs from outside, and for those that come back on the same one. */
import { once } from 'node:events'
import net from 'node:net'

// Below the range from which systems number outgoing connections, so that none of those takes the port meanwhile.
const first = 10_000
const count = 20_000

/** A port of 127.0.0.1 on which nobody listens. */
export async function freePort (): Promise<number> {
  const port = first + Math.floor(Math.random() * count)
  const server = net.createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return freePort()
  }
  await new Promise(resolve => server.close(resolve))
  return port
}
