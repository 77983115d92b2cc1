/** The clients: each of many connections asks, waits for the whole answer, asks again, and tells how many came when it is asked. */
import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** From the bench. */
export type Order =
  | { readonly ask: string, readonly port: number, readonly connections: number }
  | { readonly rest: number, readonly port: number, readonly request: string }
  | 'count'
  | 'stop'

/** To the bench: answers so far, or an error. */
export type Told = { readonly answers: number } | { readonly error: string }

const open = new Set<Socket>()
let answers = 0

function tell (told: Told): void {
  // The bench may have heard enough.
  if (process.connected) process.send!(told)
}

/** Opens a connection, sends the request, and calls `onAnswer` at the end of each answer. */
function converse (port: number, request: Buffer, onAnswer: (socket: Socket) => void): void {
  const socket = connect(port, '127.0.0.1', () => socket.write(request))
  let answered = false
  let left = 0
  let head = ''
  open.add(socket)
  socket.setNoDelay()
  socket.on('error', error => tell({ error: error.message }))
  socket.on('close', () => {
    if (!open.delete(socket)) return
    // A server may end a connection that has served.
    if (answered) converse(port, request, onAnswer)
    else tell({ error: 'a connection was closed without an answer' })
  })
  socket.on('data', chunk => {
    if (left > 0) {
      left -= chunk.length
    } else {
      head += chunk.toString('latin1')
      const end = head.indexOf('\r\n\r\n')
      if (end === -1) return
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)
      if (!head.startsWith('HTTP/1.1 200') || length === null) return tell({ error: `not the answer that was expected: ${head.slice(0, end)}` })
      left = end + 4 + Number(length[1]) - head.length
      head = ''
    }
    if (left < 0) return tell({ error: 'more came than was asked for' })
    if (left > 0) return
    answers++
    answered = true
    onAnswer(socket)
  })
}

process.on('message', (order: Order) => {
  if (order === 'count') {
    tell({ answers })
  } else if (order === 'stop') {
    for (const socket of [...open]) {
      open.delete(socket)
      socket.destroy()
    }
    tell({ answers })
  } else if ('ask' in order) {
    const request = Buffer.from(order.ask, 'base64')
    for (let i = 0; i < order.connections; i++) converse(order.port, request, socket => socket.write(request))
  } else {
    const request = Buffer.from(order.request, 'base64')
    for (let i = 0; i < order.rest; i++) {
      converse(order.port, request, () => {
        if (answers === order.rest) tell({ answers })
      })
    }
  }
})
process.on('disconnect', () => process.exit())
