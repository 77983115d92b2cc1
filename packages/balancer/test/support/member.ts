import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Test } from 'tap'

/** What a backend got. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly rawHeaders: string[]
  readonly body: string
}

/** A backend of its own on a free port. */
export interface Backend {
  readonly url: string
  readonly port: number
  readonly server: Server
  /** Whole requests, if it is no listener of the test's own that reads them. */
  readonly received: Received[]
  /** `METHOD /path` of every request, as soon as its head is there. */
  readonly asked: string[]
}

/** Starts a backend that answers its name and keeps what it got; or whatever the listener does. */
export async function startBackend (t: Test, name: string, listener?: RequestListener): Promise<Backend> {
  const received: Received[] = []
  const asked: string[] = []
  const server = createServer()
  server.on('request', ({ method, url }) => { asked.push(`${method} ${url}`) })
  server.on('request', listener ?? (async (request, response) => {
    const { method, url, headers, rawHeaders } = request
    received.push({ method: method!, url: url!, headers, rawHeaders, body: await text(request) })
    response.setHeader('x-member', name).end(name)
  }))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${port}`, port, server, received, asked }
}

/** The URL of a port that refuses connections. */
export async function refusingUrl (): Promise<string> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return `http://127.0.0.1:${port}`
}
