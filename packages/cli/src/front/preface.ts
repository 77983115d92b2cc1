/** Finds out by a connection's first bytes whether its client speaks HTTP/2 (RFC 9113 §3.4), as `h2c` has it. */
import type { Socket } from 'node:net'

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'

/**
 * @param timeout how long the client may take, in milliseconds
 * @param decide is called unless the client leaves; what was read is in the socket again
 */
export function readPreface (socket: Socket, timeout: number, decide: (isHttp2: boolean) => void): void {
  let received = Buffer.alloc(0)
  const leave = (): void => { socket.destroy() }
  const look = (): void => {
    received = Buffer.concat([received, ...chunks(socket)])
    const begin = received.toString('latin1', 0, preface.length)
    if (begin === '' || (begin.length < preface.length && preface.startsWith(begin))) return
    socket.off('readable', look).off('end', leave).off('error', leave).off('timeout', leave).setTimeout(0)
    socket.unshift(received)
    decide(begin === preface)
  }
  socket.on('readable', look).on('end', leave).on('error', leave).setTimeout(timeout, leave)
}

function chunks (socket: Socket): Buffer[] {
  const chunk = socket.read() as Buffer | null
  return chunk === null ? [] : [chunk]
}
