import createError from '@fastify/error'
import type { FastifyErrorConstructor } from '@fastify/error'

/** A heartbeat was sent by POST without `busy` or `ready`. */
export const BadHeartbeatError: FastifyErrorConstructor<{ code: 'FST_BALANCER_BAD_HEARTBEAT' }> =
  createError('FST_BALANCER_BAD_HEARTBEAT', 'A heartbeat must say busy and ready', 400)

/** The path of heartbeats was asked with another method than POST. */
export const HeartbeatMethodError: FastifyErrorConstructor<{ code: 'FST_BALANCER_HEARTBEAT_METHOD' }, [string]> =
  createError('FST_BALANCER_HEARTBEAT_METHOD', 'Heartbeats are sent by POST, not %s', 405)

/** As many servers are known as may be: raise `maxServers`, or `HeartbeatMaxServers`. */
export const TooManyServersError: FastifyErrorConstructor<{ code: 'FST_BALANCER_HEARTBEAT_SERVERS' }> =
  createError('FST_BALANCER_HEARTBEAT_SERVERS', 'There is no room for another server', 503)
