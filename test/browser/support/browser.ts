/** Debian's Chromium, looking at the manager's page of a scene. */
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import balancer from '@fastify-balancer/balancer'
import type { Balancers } from '@fastify-balancer/core'
import manager from '@fastify-balancer/manager'
import Fastify from 'fastify'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { createScene, enliven, live } from './scene.ts'

const executablePath = '/usr/bin/chromium'

export const chromiumRemedy = 'apt-get install chromium'

export function hasChromium (): boolean {
  return existsSync(executablePath)
}

/** Root has no sandbox of Chromium's; it loads nothing but our own page here. */
export async function launch (): Promise<Browser> {
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
}

/** A page to look at. */
export interface Site {
  readonly url: string
  readonly balancers: Balancers
  readonly close: () => Promise<void>
}

/** Serves the manager's page of a scene that goes on. */
export async function serve (): Promise<Site> {
  const balancers = createScene()
  const app = Fastify({ forceCloseConnections: true })
  app.register(balancer, { balancers, proxyPass: [{ path: '/api', url: 'balancer://apicluster/' }, { path: '/shop', url: 'balancer://shop/' }] })
  app.register(manager, { serverName: 'www.example.org' })
  await app.ready()
  live(balancers)
  const end = enliven(balancers)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/balancer-manager`,
    balancers,
    async close () {
      end()
      await app.close()
    }
  }
}
