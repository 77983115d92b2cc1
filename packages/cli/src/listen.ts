/** Listens on one address until it is told to stop. */
import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import type { Address } from '@fastify-balancer/conf'
import type { Activity } from '@fastify-balancer/status'
import { formatAddress } from './address.ts'
import type { App } from './app.ts'
import { createDispatch, findApp } from './front/dispatch.ts'
import { createEntrance, plainFront } from './front/entrance.ts'
import type { Front } from './front/entrance.ts'
import { createHttp1 } from './front/http1.ts'
import { createHttp2 } from './front/http2.ts'
import type { Http2 } from './front/http2.ts'
import type { Connections, Dispatch } from './front/speaker.ts'
import { CountedResponse } from './log/count-body.ts'
import { Refusal } from './refusal.ts'
import { listenForUpgrades } from './upgrades.ts'
import type { FindServer } from './virtual-hosts.ts'

export interface Listener {
  /** With the port that was given when 0 was asked for. */
  readonly address: Address
  /** Accepts nothing more; resolves when the requests in flight have their answers. */
  readonly close: () => Promise<void>
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'no permission to listen there',
  ENOTFOUND: 'no such host'
}

/**
 * @param apps those whose requests may change their protocol
 * @param activity counts requests and connections; null: nobody wants to know
 * @throws Refusal such as `127.0.0.1:8080: address already in use`
 */
export async function listen (address: Address, connections: Connections, findServer: FindServer<App>, front: Front = plainFront, apps: readonly App[] = [], activity: Activity | null = null): Promise<Listener> {
  const dispatch = createDispatch(findServer, front.contexts, activity)
  const http1 = createHttp1(connections, dispatch, apps.some(({ accessLogger }) => accessLogger?.countsBody === true) ? CountedResponse : undefined)
  listenForUpgrades(http1.server, apps, request => findApp(request, findServer))
  activity?.watch(http1.server)
  const isPlain = front.contexts.size === 0 && !front.h2c
  const entrance = isPlain ? http1 : createEntrance(http1, speakHttp2(connections, dispatch, activity), findServer, front, connections.timeout)
  const { server } = entrance
  await open(server, address)
  const { port } = server.address() as AddressInfo
  return {
    address: { host: address.host, port },
    async close () {
      const closed = once(server, 'close')
      entrance.close()
      await closed
    }
  }
}

function speakHttp2 (connections: Connections, dispatch: Dispatch, activity: Activity | null): Http2 {
  const http2 = createHttp2(connections, dispatch)
  activity?.watch(http2.server)
  return http2
}

async function open (server: Server, { host, port }: Address): Promise<void> {
  try {
    server.listen({ port, ...(host === null ? {} : { host }) })
    await once(server, 'listening')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Refusal(`${formatAddress({ host, port })}: ${reasons[String(code)] ?? message}`)
  }
}
