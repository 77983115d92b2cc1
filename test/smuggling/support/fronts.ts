/** The two ways in which the balancer is run, each in front of a member of its own: in a plain Fastify app, and as a command. */
import { join } from 'node:path'
import Fastify from 'fastify'
import balancer from '@fastify-balancer/balancer'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { readBalancer } from '../../support/manager-page.ts'
import { startOurs } from '../../support/ours.ts'
import { startMember } from './member.ts'
import type { Member } from './member.ts'

export interface Front {
  readonly name: 'plugin' | 'command'
  readonly port: number
  readonly member: Member
  /** Requests in flight. @throws when the process lives no more */
  busy (): Promise<number>
}

export async function startPlugin (t: Test): Promise<Front> {
  const member = await startMember(t)
  const app = Fastify({ forceCloseConnections: true })
  t.teardown(() => app.close())
  await app.register(balancer, {
    balancers: { shop: { members: [{ url: 'http://member.local' }] } },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }],
    serverName: 'front.example',
    connectTo: [`member.local:80:127.0.0.1:${member.port}`]
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    name: 'plugin',
    port: (app.server.address() as AddressInfo).port,
    member,
    busy: async () => app.balancers.get('shop').members[0]!.busy
  }
}

export async function startCommand (t: Test): Promise<Front> {
  const member = await startMember(t)
  const file = join(import.meta.dirname, '../../fixtures/smuggling/httpd.conf')
  const { port } = await startOurs(t, { files: [file], hosts: { 'member.local': member.port } })
  return {
    name: 'command',
    port,
    member,
    async busy () {
      const { members } = await readBalancer(port, 'shop')
      return Number(members[0]!['Busy'])
    }
  }
}
