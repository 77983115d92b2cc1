/** A configuration that is served from this process, and asked. */
import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { ProxyPassRule } from '@fastify-balancer/conf'
import type { Balancers } from '@fastify-balancer/core'
import { createBalancers } from '../../src/balancers.ts'
import { loadLbMethods } from '../../src/lbmethods.ts'
import { serve } from '../../src/serve.ts'
import type { ServeOptions, Serving } from '../../src/serve.ts'
import { configuration, place } from './configuration.ts'
import { testIo } from './io.ts'
import type { TestIo } from './io.ts'

export const listen = [{ host: '127.0.0.1', port: 0 }]

export interface Started {
  readonly ask: (path: string, headers?: Record<string, string>, method?: string) => Promise<Answer>
  readonly io: TestIo
  readonly balancers: Balancers
  readonly serving: Serving
  /** At once; else at the end of the test. */
  readonly close: () => Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Serves a configuration until the end of the test. */
export async function started (t: { teardown: (close: () => unknown) => void }, given: Parameters<typeof configuration>[0], options: Partial<ServeOptions> = {}): Promise<Started> {
  const io = testIo()
  const read = configuration(given)
  const balancers = createBalancers(read, await loadLbMethods(read), 'seed')
  const serving = await serve({ configuration: read, listen, connectTo: [], ...options }, balancers, io)
  let open = true
  const close = async (): Promise<void> => {
    if (open) await serving.close()
    open = false
  }
  t.teardown(close)
  const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> => {
    const [response] = await once(request({ port: serving.addresses[0]!.port, path, headers, method, agent: false }).end(), 'response') as [IncomingMessage]
    return { status: response.statusCode!, headers: response.headers, body: (await response.toArray()).join('') }
  }
  return { ask, io, balancers, serving, close }
}

/** A ProxyPass. */
export function rule (path: string, url: string, parameters: Record<string, string> = {}): ProxyPassRule {
  return { path, url, parameters, place }
}
