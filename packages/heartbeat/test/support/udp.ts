/** Datagrams of tests: sockets on ports of their own. */
import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { once } from 'node:events'
import { networkInterfaces } from 'node:os'
import type { Test } from 'tap'

/** A socket of 127.0.0.1 that ends with the test, and its port. */
export async function openSocket (t: Test): Promise<{ socket: Socket, port: number }> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  t.teardown(() => socket.close())
  return { socket, port: socket.address().port }
}

/** A port on which no datagrams are taken. */
export async function freeUdpPort (): Promise<number> {
  const socket = createSocket('udp4').bind(0)
  await once(socket, 'listening')
  const { port } = socket.address()
  await new Promise<void>(resolve => socket.close(resolve))
  return port
}

/** An address of this machine on a network, over which groups of this machine hear each other; undefined: there is none. */
export const networkAddress: string | undefined =
  Object.values(networkInterfaces()).flat().find(each => each!.family === 'IPv4' && !each!.internal)?.address

/** A log that keeps what is told. */
export class Told {
  readonly lines: string[] = []
  readonly debug: (facts: object, text: string) => void = this.#at('debug')
  readonly info: (facts: object, text: string) => void = this.#at('info')
  readonly warn: (facts: object, text: string) => void = this.#at('warn')
  readonly error: (facts: object, text: string) => void = this.#at('error')

  #at (level: string): (facts: object, text: string) => void {
    return (facts, text) => {
      const { err } = facts as { err?: Error }
      this.lines.push(`${level} ${text}${err === undefined ? '' : `: ${err.message}`}`)
    }
  }
}
