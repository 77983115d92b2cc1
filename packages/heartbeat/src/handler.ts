import { BadOptionError, guardScope } from '@fastify-balancer/balancer'
import type { AccessOptions } from '@fastify-balancer/balancer'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { plainAddress } from './address.ts'
import { BadHeartbeatError, HeartbeatMethodError, TooManyServersError } from './errors.ts'
import { longestMessage, readMessage } from './message.ts'
import { checkNames } from './options.ts'

/** Where heartbeats are taken by POST, and from whom. */
export interface HeartbeatHandlerOptions extends AccessOptions {
  /** Behind the prefix of the app that it is registered in. Default `/heartbeat`. */
  readonly path?: string
}

const required: readonly string[] = ['ready', 'busy']

const accessNames: ReadonlyArray<keyof AccessOptions> = ['requireIp', 'users', 'htpasswd', 'require', 'maxFailedLogins']

async function fastifyBalancerHeartbeatHandler (app: FastifyInstance, options: HeartbeatHandlerOptions): Promise<void> {
  const { path: url = '/heartbeat', ...access } = options
  checkNames(access, accessNames)
  if (typeof url !== 'string' || !/^\/[^\s:*?#]*$/.test(url)) {
    throw new BadOptionError(`path must begin with / and hold no blanks, parameters, query or fragment, not ${JSON.stringify(url)}`)
  }
  const { heartbeats } = app.balancers

  await app.register(async function heartbeatScope (scope) {
    await guardScope(scope, access, { realm: 'Heartbeat' })
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: longestMessage }, keepBytes)
    scope.route({ method: 'POST', url, handler: hear })
    scope.route({ method: scope.supportedMethods.filter(method => method !== 'POST'), url, handler: refuseMethod })
  })

  /** The sender is whom the request comes from, as in httpd. */
  function hear (request: FastifyRequest, reply: FastifyReply): void {
    const message = readMessage(request.body as Buffer | undefined ?? Buffer.alloc(0), required)
    // Over a Unix socket nobody has an address.
    const ip: string | undefined = request.ip
    if (message === null || ip === undefined) throw new BadHeartbeatError()
    const now = Date.now()
    if (!heartbeats.hear({ ...message, address: plainAddress(ip) }, now, now)) throw new TooManyServersError()
    reply.header('content-type', 'text/plain').send('OK')
  }
}

async function keepBytes (_request: FastifyRequest, body: Buffer): Promise<Buffer> {
  return body
}

function refuseMethod (request: FastifyRequest, reply: FastifyReply): void {
  reply.header('allow', 'POST').send(new HeartbeatMethodError(request.method))
}

/**
 * httpd's `SetHandler heartbeat`: takes the heartbeats of servers that POST them, for the balancers that
 * `@fastify-balancer/balancer` decorated the app with.
 * @throws FST_BALANCER_BAD_OPTION
 */
export const heartbeatHandler: FastifyPluginAsync<HeartbeatHandlerOptions> = fp(fastifyBalancerHeartbeatHandler, {
  fastify: '5.x',
  name: '@fastify-balancer/heartbeat-handler',
  dependencies: ['@fastify-balancer/balancer']
})
