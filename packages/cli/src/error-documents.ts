/** Answers with what stands in for this server's own error pages (`ErrorDocument`). */
import type { IncomingHttpHeaders } from 'node:http'
import type { ErrorDocument, ServerDefinition } from '@fastify-balancer/conf'
import type { FastifyInstance, FastifyReply, FastifyRequest, LightMyRequestResponse } from 'fastify'
import { pageType, sendOwnPage } from './page.ts'

type Send = (fastify: FastifyInstance, reply: FastifyReply, status: number, value: string, reason: string) => unknown

const kinds: Readonly<Record<ErrorDocument['kind'], Send>> = {
  text: (_fastify, reply, status, text) => reply.code(status).type(pageType).send(text),
  url (_fastify, reply, _status, url) {
    // A member's own words are for its own status; HTTP/2 has none.
    if (reply.request.raw.httpVersionMajor === 1) reply.raw.statusMessage = ''
    sendOwnPage(reply.removeHeader('retry-after').header('location', url), 302)
  },
  path: sendPath
}

/** What is about the client's connection, the body, or parts and versions of what was asked for. */
const notAsked = /^(?::.*|connection|content-.*|expect|http2-settings|if-.*|keep-alive|max-forwards|proxy-.*|range|te|trailer|transfer-encoding|upgrade)$/

/** What describes the document's content, and nothing that would set a cookie or keep an error in a cache. */
const taken = ['content-type', 'content-length', 'content-encoding', 'content-language', 'content-security-policy', 'vary', 'x-content-type-options']

/** Nothing happens where no document is configured. To be called when `request.settings` exists. */
export function addErrorDocuments (fastify: FastifyInstance, { settings: outside, sections }: Pick<ServerDefinition, 'settings' | 'sections'>): void {
  const all = [outside, ...sections.map(({ settings }) => settings)]
  if (all.every(({ errorDocuments }) => Object.keys(errorDocuments).length === 0)) return
  fastify.decorate('sendErrorDocument', function sendErrorDocument (reply: FastifyReply, status: number, reason: string) {
    // A document that fails leads to no other one.
    if (isInternal(reply.request)) return false
    const document = (reply.request.settings ?? outside).errorDocuments[status] ?? null
    if (document === null) return false
    kinds[document.kind](fastify, reply, status, document.value, reason)
    return true
  })
}

/** All other requests come over a connection. */
function isInternal ({ raw }: FastifyRequest): boolean {
  return 'isLightMyRequest' in raw
}

/** Rules and access are those of the document's own path. */
async function sendPath (fastify: FastifyInstance, reply: FastifyReply, status: number, path: string, reason: string): Promise<void> {
  const left = new AbortController()
  reply.raw.once('close', () => { left.abort() })
  const document = await ask(fastify, reply.request, path, left.signal)
  if (document?.statusCode === 200) {
    for (const name of taken) {
      const value = document.headers[name]
      if (value !== undefined) reply.header(name, value)
    }
    reply.code(status).send(reply.request.method === 'HEAD' ? undefined : document.stream())
    return
  }
  left.abort()
  reply.log.warn({ module: 'core' }, `ErrorDocument ${status} ${path}: ${document === null ? 'no answer' : `status ${document.statusCode}`}`)
  sendOwnPage(reply, status, reason)
}

/** null: the client has left, or the server is about to end. */
async function ask (fastify: FastifyInstance, request: FastifyRequest, url: string, signal: AbortSignal): Promise<LightMyRequestResponse | null> {
  const method = request.method === 'HEAD' ? 'HEAD' : 'GET'
  try {
    const { remoteAddress } = request.raw.socket
    // Whoever comes from nowhere would be taken for this machine.
    if (remoteAddress === undefined) return null
    return await fastify.inject({ method, url, remoteAddress, headers: headersOf(request), signal, payloadAsStream: true })
  } catch {
    return null
  }
}

function headersOf ({ raw: { headers }, host }: FastifyRequest): IncomingHttpHeaders {
  const ofConnection = (headers.connection ?? '').toLowerCase().split(',').map(name => name.trim())
  const given = Object.entries(headers).filter(([name]) => !notAsked.test(name) && !ofConnection.includes(name))
  // Without one, Fastify would make one up.
  return { 'user-agent': '', ...Object.fromEntries(given), host }
}
