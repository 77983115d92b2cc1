import { BadOptionError } from '@fastify-balancer/balancer'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { beat } from './beat.ts'
import { countRequests } from './count-requests.ts'
import { checkCount, checkNames } from './options.ts'

export interface HeartbeatSenderOptions {
  /** `HeartbeatAddress`: where balancers listen, `address:port`; a multicast group reaches all of them. */
  readonly address: string
  /** How many requests this process serves well at once: what is not busy is ready. */
  readonly concurrency: number
  /** The port that balancers send this process's requests to; tells several processes of one machine apart. Default: it is not said. */
  readonly port?: number
}

async function fastifyBalancerHeartbeatSender (app: FastifyInstance, options: HeartbeatSenderOptions): Promise<void> {
  const { address, concurrency, port = null } = options
  checkNames(options, ['address', 'concurrency', 'port'])
  checkCount('concurrency', concurrency)
  if (port !== null && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) throw new BadOptionError(`port must be from 1 to 65535, not ${JSON.stringify(port)}`)
  const busyNow = countRequests(app)
  const { start, stop } = beat(address, () => {
    const busy = busyNow()
    return { busy, ready: Math.max(concurrency - busy, 0), port }
  }, app.log)
  app.addHook('onListen', async function startBeating () { start() })
  app.addHook('preClose', stop)
}

/**
 * Makes a backend beat, as mod_heartbeat does: once a second it tells balancers how many requests it serves and how many more it
 * would, for their `lbmethod=heartbeat`. Needs no other plugin.
 * @throws FST_BALANCER_BAD_OPTION
 */
export const heartbeatSender: FastifyPluginAsync<HeartbeatSenderOptions> = fp(fastifyBalancerHeartbeatSender, {
  fastify: '5.x',
  name: '@fastify-balancer/heartbeat-sender'
})
