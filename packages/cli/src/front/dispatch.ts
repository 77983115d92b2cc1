/** Hands each request to the app of its virtual host. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { holdContinue, tidyUrl } from '@fastify-balancer/balancer'
import type { Activity } from '@fastify-balancer/status'
import { plainAddress } from '../address.ts'
import type { App } from '../app.ts'
import { writeAccessLog } from '../log/access-log.ts'
import { page, pageType } from '../page.ts'
import type { FindServer } from '../virtual-hosts.ts'
import type { Contexts } from './contexts.ts'
import { greetedBy } from './handshakes.ts'
import type { Dispatch } from './speaker.ts'

/** @param activity is told of every request; null: nobody wants to know */
export function createDispatch (findServer: FindServer<App>, contexts: Contexts, activity: Activity | null): Dispatch {
  function serve (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void {
    activity?.begin(request, response)
    const absolute = absoluteTarget(request)
    const { definition, fastify, accessLogger } = findApp(request, findServer)
    accessLogger?.observe(request, response)
    if (absolute !== null) {
      // RFC 9112, 3.2.2: the authority of an absolute target takes the place of Host.
      request.headers.host = absolute[1]
      request.url = absolute[2]!.startsWith('/') ? absolute[2]! : `/${absolute[2]}`
    }
    if (isMisdirected(request, definition)) {
      answer(response, 421)
      return
    }
    request.url = tidyUrl(request)
    if (expectsContinue) holdContinue(fastify.server, request, response)
    fastify.routing(request, response)
  }

  /** RFC 9110 §15.5.20: the client asks for a server that would have shaken hands differently. */
  function isMisdirected (request: IncomingMessage, asked: App['definition']): boolean {
    if (contexts.size === 0) return false
    const greeted = greetedBy(request)
    return greeted !== undefined && greeted !== asked && contexts.get(greeted)!.likeness !== contexts.get(asked)?.likeness
  }

  function ended (response: ServerResponse): void {
    activity?.end(response)
    writeAccessLog(response)
  }

  return { serve, ended }
}

/** The app that a request is for. */
export function findApp (request: IncomingMessage, findServer: FindServer<App>): App {
  const { localAddress = '', localPort = 0 } = request.socket
  // RFC 9113 §8.3.1: in HTTP/2 :authority takes the place of Host.
  const { host, ':authority': authority = host } = request.headers
  return findServer(plainAddress(localAddress), localPort, absoluteTarget(request)?.[1] ?? authority as string | undefined)
}

/** Authority and path of a target that names them both; null: it does not. */
function absoluteTarget ({ url }: IncomingMessage): RegExpExecArray | null {
  return url!.startsWith('/') ? null : /^https?:\/\/([^/?#]*)(.*)$/is.exec(url!)
}

function answer (response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': pageType })
  response.end(page(status))
}
