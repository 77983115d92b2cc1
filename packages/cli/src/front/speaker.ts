/** What those who speak HTTP with clients, in whatever version, have in common. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Configuration } from '@fastify-balancer/conf'

export type Connections = Pick<Configuration, 'timeout' | 'keepAlive' | 'keepAliveTimeout' | 'maxKeepAliveRequests' | 'maxHeaderSize' | 'http2'>

/** Requests and answers of HTTP/2 look like others (`node:http2`, compatibility API). */
export interface Dispatch {
  /**
   * Gets every request as soon as its head is there.
   * @param expectsContinue its body waits for 100 Continue
   */
  readonly serve: (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean) => void
  /** An answer is finished, or its client has left. */
  readonly ended: (response: ServerResponse) => void
}
