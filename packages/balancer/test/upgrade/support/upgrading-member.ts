import type { IncomingMessage } from 'node:http'
import type { Test } from 'tap'
import { startBackend } from '../../support/member.ts'
import type { Backend } from '../../support/member.ts'
import { wire } from './wire.ts'
import type { Wire } from './wire.ts'

/** A backend that changes to whatever protocol a request asks for. */
export interface UpgradingMember extends Backend {
  /** The requests that asked for it, and their connections from then on. */
  readonly upgraded: Array<{ readonly request: IncomingMessage, readonly wire: Wire }>
}

/**
 * @param head what the member answers; by default 101 with the protocol that was asked for
 * @param first what it sends right behind
 */
export async function startUpgrading (t: Test, name: string, head?: (request: IncomingMessage) => string, first = ''): Promise<UpgradingMember> {
  const backend = await startBackend(t, name)
  const member: UpgradingMember = { ...backend, upgraded: [] }
  backend.server.on('upgrade', (request, socket, early) => {
    socket.write((head?.(request) ?? `HTTP/1.1 101 Switching Protocols\r\nUpgrade: ${request.headers.upgrade}\r\nConnection: Upgrade\r\nX-Member: ${name}\r\n\r\n`) + first, 'latin1')
    const end = wire(socket as Wire['socket'])
    end.received = early.toString('latin1')
    member.upgraded.push({ request, wire: end })
    t.teardown(() => socket.destroy())
  })
  return member
}
