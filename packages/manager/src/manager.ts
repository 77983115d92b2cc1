import { Readable } from 'node:stream'
import { guardScope, keepHistory, requireChange } from '@fastify-balancer/balancer'
import { NoFreeSlotError } from '@fastify-balancer/core'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { registerApi } from './api/register-api.ts'
import { askFirst } from './ask-first.ts'
import { edit } from './edit.ts'
import { MethodNotAllowedError } from './errors.ts'
import { hideNonce } from './hide-nonce.ts'
import { hasNonceOfItsBalancer } from './nonce.ts'
import { keepRecords } from './keep-records.ts'
import { logChange } from './make-change.ts'
import { isRefusal } from './is-refusal.ts'
import { Live } from './live/live.ts'
import { streamEvents } from './live/stream-events.ts'
import { readOptions } from './options.ts'
import type { ManagerOptions } from './options.ts'
import { renderBadRequest } from './page/bad-request.ts'
import { renderPage } from './page/document.ts'
import type { Draft } from './page/view.ts'
import { preview } from './preview.ts'
import { keepChanges, savedOf } from './persist/keep-changes.ts'
import { readRequestParameters } from './request-parameters.ts'
import { setSecurityHeaders } from './security-headers.ts'
import { select } from './selection.ts'
import { serveAssets } from './serve-assets.ts'
import { serveTools } from './serve-tools.ts'
import { takeScene, takeView } from './take-view.ts'
import { renderXml, xmlType } from './xml.ts'

/** A form is some hundred bytes; a body beyond this, in bytes, gets 413. */
const bodyLimit = 64 * 1024

const methods: readonly string[] = ['GET', 'POST', 'OPTIONS', 'HEAD']

/** httpd's own list. Its TRACE belongs to the server, not to the page; ours is refused. */
const allow = 'GET,POST,OPTIONS,HEAD,TRACE'

const html = 'text/html; charset=utf-8'

/** Why a form was not taken. httpd says nothing. */
const stale = 'This form is stale, and nothing was changed: the server has started anew since the page was loaded. What you entered is still here; look it over and submit it again.'
const unchangeable = 'Nothing was changed: a balancer with nonce=None is only shown here.'

async function fastifyBalancerManager (app: FastifyInstance, options: ManagerOptions): Promise<void> {
  const settings = readOptions(options)
  const { path: url, serverName, uncheckedNonce, requireReferer, persist } = settings
  const { balancers, proxyPassPath } = app
  const { history, release } = keepHistory(balancers)
  const base = url.replace(/\/$/, '')
  const { release: releaseRecords, ...records } = keepRecords(balancers)
  records.deadlines.tell ??= applied => logChange(app.log, applied)
  const surroundings = { balancers, history, serverName, proxyPassPath, uncheckedNonce, ...records }
  const live = new Live(balancers, () => takeScene(surroundings))
  app.addHook('preClose', async () => live.close())
  const keptFile = persist === null
    ? null
    : await keepChanges(balancers, persist, { warn: text => app.log.warn(text), error: text => app.log.error(text) })
  app.addHook('onClose', async () => {
    release()
    releaseRecords()
    await keptFile?.close()
  })

  await app.register(async function balancerManagerScope (scope) {
    await guardScope(scope, settings.access, { realm: 'Balancer Manager' })
    scope.addHook('onSend', setSecurityHeaders)
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, keepBytes)
    scope.route({ method: ['GET', 'HEAD'], url, config: { hidesNonce: true }, handler: balancerManager })
    scope.route({ method: 'POST', url, handler: balancerManager, onRequest: refuseReaders })
    scope.route({ method: 'OPTIONS', url, handler: tellMethods })
    scope.route({ method: scope.supportedMethods.filter(method => !methods.includes(method)), url, handler: refuseMethod })
    serveAssets(scope, base)
    serveTools(scope, base, balancers)
    streamEvents(scope, base, live)
    askFirst(scope, base, surroundings)
    await registerApi(scope, base, { balancers, history, proxyPassPath, saved: () => savedOf(balancers), ...records })
  }, { logSerializers: hideNonce(app.log) })

  async function balancerManager (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const parameters = readRequestParameters(request, texts => !requireReferer && hasNonceOfItsBalancer(balancers, texts))
    const selection = select(balancers, parameters)
    const { balancer } = selection
    let draft: Draft | null = null
    try {
      if (balancer !== undefined && parameters.has('preview')) {
        draft = { texts: parameters, preview: preview(balancers, history, balancer, selection, parameters, request), notice: null }
      } else if (edit(balancers, selection, parameters, request, uncheckedNonce, records.journal)) {
        draft = { texts: parameters, preview: null, notice: balancer!.nonce === '' ? unchangeable : stale }
      }
    } catch (error) {
      if (!isRefusal(error)) throw error
      const ah = error instanceof NoFreeSlotError ? 'AH10163' : 'AH10164'
      request.log.error({ ah, module: 'proxy_balancer', httpdLevel: 'error', err: error }, 'the worker was not added')
      return reply.code(400).type(html).send(renderBadRequest(error.message, `${app.prefix}${base}`))
    }
    if (parameters.has('xml')) return reply.type(xmlType).send(renderXml(balancers, request.operator!.mayChange))
    const view = await takeView(surroundings, request, selection, draft)
    return reply.type(html).send(Readable.from(renderPage(view)))
  }
}

function refuseReaders (request: FastifyRequest, _reply: FastifyReply, next: () => void): void {
  requireChange(request)
  next()
}

async function keepBytes (_request: FastifyRequest, body: Buffer): Promise<Buffer> {
  return body
}

function tellMethods (_request: FastifyRequest, reply: FastifyReply): void {
  reply.header('allow', allow).send()
}

function refuseMethod (request: FastifyRequest, reply: FastifyReply): void {
  reply.header('allow', allow).send(new MethodNotAllowedError(request.method))
}

/**
 * httpd's balancer-manager page, for the balancers that `@fastify-balancer/balancer` decorated the app with.
 * @throws FST_BALANCER_MANAGER_BAD_OPTION
 */
export const manager: FastifyPluginAsync<ManagerOptions> = fp(fastifyBalancerManager, {
  fastify: '5.x',
  name: '@fastify-balancer/manager',
  dependencies: ['@fastify-balancer/balancer']
})
