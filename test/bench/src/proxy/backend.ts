/** The members: answers `/N` with N bytes once the request is whole. Cheap, so that the proxy is what limits. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

const answers = new Map<string, Buffer>()

/** One write, head and body. */
function answerTo (path: string): Buffer {
  let answer = answers.get(path)
  if (answer === undefined) {
    const body = Buffer.alloc(Number(path.slice(1)) || 0, 'y')
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nDate: ${new Date().toUTCString()}\r\nContent-Length: ${body.length}\r\n\r\n`
    answers.set(path, answer = Buffer.concat([Buffer.from(head), body]))
  }
  return answer
}

function serve (socket: Socket): void {
  let head = ''
  /** Bytes of a request's body that are still to come. */
  let left = 0
  let path = ''
  socket.setNoDelay()
  socket.on('error', () => {})
  socket.on('data', chunk => {
    let at = 0
    if (left > 0) {
      left -= chunk.length
      if (left > 0) return
      at = chunk.length + left
      left = 0
      socket.write(answerTo(path))
    }
    if (at === chunk.length) return
    head += chunk.toString('latin1', at)
    for (let end = head.indexOf('\r\n\r\n'); end !== -1; end = head.indexOf('\r\n\r\n')) {
      path = head.slice(head.indexOf(' ') + 1, head.indexOf(' ', head.indexOf(' ') + 1))
      const body = Number(/\r\ncontent-length: *(\d+)/i.exec(head.slice(0, end))?.[1] ?? 0)
      const missing = end + 4 + body - head.length
      if (missing > 0) {
        left = missing
        head = ''
        return
      }
      head = head.slice(end + 4 + body)
      socket.write(answerTo(path))
    }
  })
}

const ports: number[] = []
for (let i = 0; i < 2; i++) {
  const server = createServer(serve).listen(0, '127.0.0.1')
  await once(server, 'listening')
  ports.push((server.address() as AddressInfo).port)
}
process.on('disconnect', () => process.exit())
process.send!(ports)
