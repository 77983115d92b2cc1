/** Makes a Fastify app of one server of the configuration, the main one or a virtual host. */
import { hostname } from 'node:os'
import balancer, { readPath, targetOf } from '@fastify-balancer/balancer'
import type { BalancerPluginOptions, ProxyPassOptions, SectionOptions } from '@fastify-balancer/balancer'
import type { Handler, HandlerLocation, LocationRules, Place, ProxyPassRule, ServerDefinition } from '@fastify-balancer/conf'
import type { Balancers } from '@fastify-balancer/core'
import hcheck from '@fastify-balancer/hcheck'
import { heartbeatHandler } from '@fastify-balancer/heartbeat'
import manager from '@fastify-balancer/manager'
import serverStatus, { alerts, metrics } from '@fastify-balancer/status'
import type { AlertsOptions, MetricsOptions, ServerStatusOptions } from '@fastify-balancer/status'
import sticky from '@fastify-balancer/sticky'
import Fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { certificateRefusal } from './certificate-refusal.ts'
import { addErrorDocuments } from './error-documents.ts'
import { guard } from './guard.ts'
import type { Guard } from './guard.ts'
import { createAccessLogger } from './log/access-log.ts'
import type { AccessLogger } from './log/access-log.ts'
import { createClientLog } from './log/client-log.ts'
import { createErrorLog } from './log/error-log.ts'
import type { LogWriter } from './log/log-file.ts'
import type { LogFiles } from './log/log-files.ts'
import { sendPage } from './page.ts'
import { redirect } from './redirects.ts'
import { limitRequests } from './request-limits.ts'
import { createStaticFiles } from './static-files.ts'
import { bareName } from './virtual-hosts.ts'

/** What the apps of all servers have in common. */
export interface Shared {
  readonly balancers: Balancers
  readonly connectTo: readonly string[]
  /** Those of the main server; null: there are none. */
  readonly alerts: AlertsOptions | null
  readonly files: LogFiles
  /** What server-status tells of; null: there is none. */
  readonly status: Pick<ServerStatusOptions, 'activity' | 'processes'> | null
  /** What balancer-metrics tells of; null: there is none. */
  readonly metrics: Pick<MetricsOptions, 'registry' | 'processes'> | null
  /** The error log of a server without `ErrorLog`. */
  readonly stderr: LogWriter
  /** Where a directive of a server stands. */
  readonly placeOf: (directive: string, server: ServerDefinition) => Place | null
}

export interface App {
  readonly definition: ServerDefinition
  readonly fastify: FastifyInstance
  /** null: no `CustomLog`. */
  readonly accessLogger: AccessLogger | null
}

/**
 * The app is ready, and listens to nothing by itself.
 * @throws Refusal
 */
export async function createApp (definition: ServerDefinition, shared: Shared): Promise<App> {
  const serverName = definition.serverName === null ? hostname() : bareName(definition.serverName)
  const { errorLog, accessLogs, logLevel } = definition
  const hasManager = definition.locations.some(({ handler }) => handler === 'balancer-manager')
  const accessLogger = accessLogs.length === 0 ? null : createAccessLogger(accessLogs, serverName, shared.files, hasManager)
  const destination = errorLog === null ? shared.stderr : shared.files.open(errorLog, shared.placeOf('ErrorLog', definition), 'ErrorLog')
  const fastify = createFastify(createErrorLog(logLevel, destination), definition.proxyErrorReason)
  if (accessLogger !== null) {
    fastify.addHook('onRequest', function rememberForAccessLog (_request, reply, done) {
      accessLogger.remember(reply)
      done()
    })
  }
  fastify.addHook('onRequest', limitRequests(definition.limits))
  if (!definition.traceEnable) fastify.addHook('onRequest', refuseTrace)
  const guarding = await guard(fastify, definition)
  await setNotProxied(fastify, definition, guarding)
  addErrorDocuments(fastify, definition)
  const options: BalancerPluginOptions = {
    balancers: shared.balancers,
    proxyPass: definition.proxyPass.map(readRule),
    allowEncodedSlashes: definition.allowEncodedSlashes,
    proxyPassReverse: definition.proxyPassReverse,
    proxyPassReverseCookiePath: definition.proxyPassReverseCookiePath,
    proxyPassReverseCookieDomain: definition.proxyPassReverseCookieDomain,
    headers: definition.headers,
    requestHeaders: definition.requestHeaders,
    proxyErrorOverride: definition.proxyErrorOverride,
    proxyVia: definition.proxyVia,
    sections: definition.locationRules.map(readSection),
    proxyPreserveHost: definition.proxyPreserveHost,
    proxyAddHeaders: definition.proxyAddHeaders,
    proxyTimeout: `${definition.proxyTimeout}ms`,
    ...(definition.proxyMaxForwards === null ? {} : { proxyMaxForwards: definition.proxyMaxForwards }),
    proxyRetryBodySize: definition.proxyRetryBodySize,
    proxy100Continue: definition.proxy100Continue,
    proxyErrorReason: definition.proxyErrorReason,
    serverName,
    ...(definition.proxySourceAddress === null ? {} : { proxySourceAddress: definition.proxySourceAddress }),
    sslProxy: definition.sslProxy,
    connectTo: shared.connectTo
  }
  try {
    await fastify.register(balancer, options)
  } catch (error) {
    throw certificateRefusal(error, directive => shared.placeOf(directive, definition))
  }
  if (definition.healthChecks !== null) await fastify.register(hcheck, definition.healthChecks)
  const { routeCookieSecrets } = definition
  await fastify.register(sticky, routeCookieSecrets.length === 0 ? {} : { secret: routeCookieSecrets })
  for (const location of definition.locations) await handlers[location.handler](fastify, location, { serverName, definition, shared })
  if (shared.alerts !== null && definition.place === null) await fastify.register(alerts, shared.alerts)
  await fastify.ready()
  return { definition, fastify, accessLogger }
}

function createFastify (loggerInstance: FastifyBaseLogger, showReason: boolean): FastifyInstance {
  const fastify = Fastify({
    loggerInstance,
    childLoggerFactory: createClientLog,
    // The access log tells of requests.
    logController: new LogController({ disableRequestLogging: true }),
    // httpd minds case, and the balancer merges slashes itself, by the rules of ProxyPass.
    routerOptions: { caseSensitive: true, ignoreDuplicateSlashes: false, ignoreTrailingSlash: false },
    frameworkErrors: (error, _request, reply) => sendPage(reply, error.statusCode!)
  })
  fastify.setErrorHandler((error: FastifyError, request, reply) => {
    const { statusCode = 500, code = '', message } = error
    // What happens to members stands in the log already.
    const isKnown = code.startsWith('FST_BALANCER_')
    if (!isKnown) request.log.error({ err: error }, message)
    return sendPage(reply, statusCode, showReason && isKnown ? message : '')
  })
  return fastify
}

/** What no ProxyPass takes. */
async function setNotProxied (fastify: FastifyInstance, definition: ServerDefinition, guarding: Guard): Promise<void> {
  const hasFiles = definition.documentRoot !== null || definition.aliases.length > 0
  const serveFile = hasFiles ? await createStaticFiles(fastify, definition, guarding) : null
  const { redirects } = definition.settings
  fastify.setNotFoundHandler((request, reply) => {
    const path = redirects.length === 0 ? 404 : readPath(targetOf(request.raw))
    if (typeof path !== 'number' && redirect(request, reply, path.decoded, path.query, redirects)) return reply
    return serveFile === null ? sendPage(reply, 404) : serveFile(request, reply)
  })
}

/** `TraceEnable Off`. */
function refuseTrace (request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (request.method === 'TRACE') sendPage(reply, 405)
  else done()
}

function readRule ({ parameters, place: _place, ...rule }: ProxyPassRule): ProxyPassOptions {
  return { ...rule, ...(Object.keys(parameters).length === 0 ? {} : { parameters }) }
}

function readSection ({ proxyPreserveHost, proxyAddHeaders, proxyErrorOverride, ...rules }: LocationRules): SectionOptions {
  return {
    ...rules,
    ...(proxyPreserveHost === null ? {} : { proxyPreserveHost }),
    ...(proxyAddHeaders === null ? {} : { proxyAddHeaders }),
    ...(proxyErrorOverride === null ? {} : { proxyErrorOverride })
  }
}

interface HandlerOf {
  readonly serverName: string
  readonly definition: ServerDefinition
  readonly shared: Shared
}

/** `SetHandler`. */
const handlers: Readonly<Record<Handler, (fastify: FastifyInstance, location: HandlerLocation, of: HandlerOf) => Promise<void>>> = {
  async 'balancer-manager' (fastify, location, { serverName }) {
    await fastify.register(manager, { path: location.path, serverName, ...accessOf(location) })
  },
  async 'balancer-metrics' (fastify, location, { shared: { metrics: settings } }) {
    await fastify.register(metrics, { path: location.path, ...settings, ...accessOf(location) })
  },
  async heartbeat (fastify, location) {
    await fastify.register(heartbeatHandler, { path: location.path, ...accessOf(location) })
  },
  async 'server-status' (fastify, location, { serverName, definition: { proxyStatus }, shared: { status } }) {
    await fastify.register(serverStatus, { path: location.path, serverName, proxyStatus, ...status, ...accessOf(location) })
  }
}

/** Without `Require` handlers let in this machine only; with it, the sections have decided already. */
function accessOf ({ guarded }: HandlerLocation): { require?: string } {
  return guarded ? { require: 'all granted' } : {}
}
