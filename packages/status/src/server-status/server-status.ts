import type { ServerResponse } from 'node:http'
import { guardScope } from '@fastify-balancer/balancer'
import { snapshot } from '@fastify-balancer/core'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Activity } from './activity.ts'
import { renderAuto } from './auto.ts'
import { takeFigures } from './figures.ts'
import { readOptions } from './options.ts'
import type { ServerStatusOptions } from './options.ts'
import { renderPage } from './page/document.ts'
import { styleHash } from './page/style.ts'
import { readQuery } from './query.ts'
import { createReport } from './report.ts'
import { serverVersion } from './version.ts'

const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': `default-src 'none'; style-src '${styleHash}'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store'
}

async function fastifyServerStatus (app: FastifyInstance, options: ServerStatusOptions): Promise<void> {
  const { path: url, serverName, workers, extendedStatus, proxyStatus } = readOptions(options)
  const { balancers } = app
  const activity = options.activity ?? observe(app, new Activity(workers, extendedStatus))
  const { processes = async () => [takeFigures(activity, balancers)] } = options

  await app.register(async function serverStatusScope (scope) {
    await guardScope(scope, options, { realm: 'Server Status' })
    scope.addHook('onSend', setSecurityHeaders)
    // Other methods are none of this page's, as in httpd.
    scope.route({ method: ['GET', 'HEAD'], url, handler: tellStatus })
  })

  async function tellStatus (request: FastifyRequest, reply: FastifyReply): Promise<Buffer> {
    const { auto, notable, refresh } = readQuery(request.url.replace(/^[^?]*/, ''))
    const report = createReport({
      serverName: serverName ?? request.hostname,
      serverVersion,
      serverBuilt: `with Fastify ${app.version} for Node.js ${process.versions.node}`,
      localAddress: request.socket.localAddress ?? '',
      now: Date.now(),
      processes: await processes(),
      isExtended: activity.isExtended
    }, proxyStatus ? snapshot(balancers) : [])
    if (refresh !== null) reply.header('refresh', String(refresh))
    reply.type(`text/${auto ? 'plain' : 'html'}; charset=ISO-8859-1`)
    // What came with requests has one byte in each character.
    return Buffer.from(auto ? renderAuto(report) : renderPage(report, notable), 'latin1')
  }
}

function observe (app: FastifyInstance, activity: Activity): Activity {
  activity.watch(app.server)
  function onClose (this: ServerResponse): void {
    activity.end(this)
  }
  app.addHook('onRequest', function countRequest (request: FastifyRequest, reply: FastifyReply, next: () => void) {
    activity.begin(request.raw, reply.raw)
    reply.raw.on('close', onClose)
    next()
  })
  return activity
}

async function setSecurityHeaders (_request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  reply.headers(securityHeaders)
  return payload
}

/**
 * httpd's server-status page, for the balancers that `@fastify-balancer/balancer` decorated the app with.
 * @throws FST_BALANCER_STATUS_BAD_OPTION, FST_BALANCER_BAD_OPTION
 */
export const serverStatus: FastifyPluginAsync<ServerStatusOptions> = fp(fastifyServerStatus, {
  fastify: '5.x',
  name: '@fastify-balancer/server-status',
  dependencies: ['@fastify-balancer/balancer']
})
