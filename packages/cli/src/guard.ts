/** Finds for each request what the sections say of it, and turns away whom they do not let in. */
import { readPath } from '@fastify-balancer/balancer'
import { saysSomething } from '@fastify-balancer/conf'
import type { ServerDefinition, Settings } from '@fastify-balancer/conf'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createAccess } from './access/access.ts'
import type { Admit } from './access/access.ts'
import { setEnvIf, setVariable } from './environment.ts'
import { sendPage } from './page.ts'
import { redirect } from './redirects.ts'
import { createSections } from './sections.ts'
import type { Subject } from './sections.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the sections say of this request; null: there are none, or it is not known yet. */
    settings: Settings | null
  }
}

/** For who finds out more of a request than its path. */
export interface Guard {
  readonly find: (subject: Subject) => Settings
  readonly admit: Admit
}

/** A server of which nothing is said has nothing to be found for each request. */
export async function guard (fastify: FastifyInstance, definition: Pick<ServerDefinition, 'settings' | 'sections'>): Promise<Guard> {
  fastify.decorateRequest('settings', null)
  fastify.decorateRequest('remoteUser', null)
  const { settings: outside, sections } = definition
  const find = createSections(definition)
  const admit = await createAccess(fastify, definition)
  // Those about files come later, when it is known which one a request leads to.
  const ofRequests = sections.filter(({ kind, settings }) => (kind === 'location' || kind === 'proxy') && saysSomething(settings))
  if (ofRequests.length === 0 && outside.setEnvIf.length === 0 && outside.setEnv.length === 0) return { find, admit }
  const hasProxySections = ofRequests.some(({ kind }) => kind === 'proxy')

  fastify.addHook('onRequest', function applySections (request: FastifyRequest, reply: FastifyReply, done: () => void) {
    const path = readPathOf(fastify.sectionTarget(request))
    if (typeof path === 'number') {
      sendPage(reply, path)
      return
    }
    const { decoded, raw } = path
    // httpd has not decoded the path yet when a server's own rules are carried out.
    setEnvIf(request, raw, outside.setEnvIf)
    const settings = find({ path: decoded, url: hasProxySections ? fastify.proxyPassUrl(request) : null, file: null })
    request.settings = settings
    // Those of the server come first in what is merged.
    if (settings !== outside) setEnvIf(request, decoded, settings.setEnvIf.slice(outside.setEnvIf.length))
    if (request.environment?.has('nokeepalive') === true) reply.raw.shouldKeepAlive = false
    admit(request, reply, settings, status => {
      if (status !== null) {
        sendPage(reply, status)
        return
      }
      for (const variable of settings.setEnv) setVariable(request, variable)
      // Those of the server come last in what is merged, and later: ProxyPass goes before them.
      const count = settings.redirects.length - outside.redirects.length
      if (count === 0 || !redirect(request, reply, decoded, path.query, settings.redirects.slice(0, count))) done()
    })
  })
  return { find, admit }
}

/**
 * An escaped slash is one to sections, whatever else it is: they could be got round by it, and likewise by a fragment, at which
 * the router ends a path and which no request may have (RFC 9112 section 3.2).
 */
function readPathOf (target: string): ReturnType<typeof readPath> {
  return target.includes('#') ? 400 : readPath(target, true)
}
