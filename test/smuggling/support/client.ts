/** A client that sends bytes as they are and reads what comes back strictly. */
import net from 'node:net'
import { cutAnswer } from './strict-message.ts'
import type { StrictMessage } from './strict-message.ts'

export interface Reply extends StrictMessage {
  readonly status: number
}

export interface Client {
  send (bytes: string): void
  /**
   * The next final answer; null: the connection ended, and nothing was left over.
   * @throws CutShort, or an error when the answer can be read in two ways
   */
  read (bodiless?: boolean): Promise<Reply | null>
  /** Sends nothing more. */
  end (): void
  destroy (): void
}

/** What ends without an end, but is not wrong as far as it goes. */
export class CutShort extends Error {}

export function connect (port: number): Client {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1')
  let received = ''
  let ended = false
  let wake = (): void => {}
  socket.on('data', (text: string) => {
    received += text
    wake()
  })
  socket.on('error', () => {})
  for (const event of ['end', 'close']) {
    socket.on(event, () => {
      ended = true
      wake()
    })
  }
  return {
    send: bytes => { socket.write(bytes, 'latin1') },
    async read (bodiless = false) {
      for (;;) {
        const cut = cutAnswer(received, bodiless, ended)
        if (cut !== null) {
          received = cut.rest
          const status = Number(cut.message.startLine.slice(9, 12))
          if (status >= 200) return { ...cut.message, status }
        } else if (!ended) {
          await new Promise<void>(resolve => { wake = resolve })
        } else if (received === '') {
          return null
        } else {
          throw new CutShort(JSON.stringify(received))
        }
      }
    },
    end: () => { socket.end() },
    destroy: () => { socket.destroy() }
  }
}
