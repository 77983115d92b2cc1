/** What those who speak HTTP with clients, in whatever version, have in common. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Configuration } from '@fastify-balancer/conf'

export type Connections = Pick<Configuration, 'timeout' | 'keepAlive' | 'keepAliveTimeout' | 'maxKeepAliveRequests' | 'maxHeaderSize' | 'http2'>

/**
 * Gets every request as soon as its head is there; those of HTTP/2 look alike (`node:http2`, compatibility API).
 * `expectsContinue`: its body waits for 100 Continue.
 */
export type Serve = (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean) => void
