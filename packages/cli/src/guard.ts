/** Finds for each request what the sections say of it, and turns away whom they do not let in. */
import { readPath, targetOf } from '@fastify-balancer/balancer'
import type { ServerDefinition, Settings } from '@fastify-balancer/conf'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createAccess } from './access/access.ts'
import { sendPage } from './page.ts'
import { createSections } from './sections.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the sections say of this request; null: there are none, or it is not known yet. */
    settings: Settings | null
  }
}

/** A server without sections is left as it is. */
export async function guard (fastify: FastifyInstance, definition: Pick<ServerDefinition, 'settings' | 'sections'>): Promise<void> {
  fastify.decorateRequest('settings', null)
  fastify.decorateRequest('remoteUser', null)
  if (definition.sections.length === 0) return
  const admit = await createAccess(fastify, definition)
  const find = createSections(definition)
  const hasProxySections = definition.sections.some(({ kind }) => kind === 'proxy')

  fastify.addHook('onRequest', function applySections (request: FastifyRequest, reply: FastifyReply, done: () => void) {
    const path = readPathOf(targetOf(request.raw))
    if (typeof path === 'number') {
      sendPage(reply, path)
      return
    }
    request.settings = find({ path: path.decoded, url: hasProxySections ? fastify.proxyPassUrl(request) : null, file: null })
    admit(request, reply, request.settings, status => {
      if (status === null) done()
      else sendPage(reply, status)
    })
  })
}

/**
 * An escaped slash is one to sections, whatever else it is: they could be got round by it, and likewise by a fragment, at which
 * the router ends a path and which no request may have (RFC 9112 section 3.2).
 */
function readPathOf (target: string): ReturnType<typeof readPath> {
  return target.includes('#') ? 400 : readPath(target, true)
}
