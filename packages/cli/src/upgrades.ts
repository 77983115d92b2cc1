/** Lets WebSocket and the like through to the app of their virtual host. */
import type { IncomingMessage, Server } from 'node:http'
import type { App } from './app.ts'

/** @param appOf the app that serves a request */
export function listenForUpgrades (server: Server, apps: readonly App[], appOf: (request: IncomingMessage) => App): void {
  for (const app of apps) {
    const { upgrades } = app.fastify
    upgrades.listen(server, request => appOf(request) === app && upgrades.accepts(request))
  }
}
