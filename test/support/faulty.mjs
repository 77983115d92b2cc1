/**
 * A backend as a process of its own that misbehaves when it is told to: `slow` answers late, `broken` answers 500, `cut`
 * refuses connections, `well` ends that. It keeps sessions in the cookie SID. Usage: node faulty.mjs ROUTE PORT, with IPC.
 */
import { createServer } from 'node:http'

const [, , route, port] = process.argv
let mode = 'well'

const server = createServer((request, response) => {
  const session = /SID=(\w+)\.(\w+)/.exec(request.headers.cookie ?? '')
  const headers = { 'content-type': 'text/plain', 'x-member': route }
  if (session?.[2] !== route) headers['set-cookie'] = `SID=${session?.[1] ?? 'new'}.${route}`
  const status = mode === 'broken' ? 500 : 200
  request.resume().on('end', () => {
    const answer = () => response.writeHead(status, headers).end(`${route}\n`)
    if (mode === 'slow') setTimeout(answer, 400)
    else answer()
  })
})

const listen = () => server.listen(Number(port), '127.0.0.1', () => process.send('listening'))

process.on('message', message => {
  const before = mode
  mode = message
  if (mode === 'cut') {
    server.close()
    server.closeAllConnections()
  } else if (before === 'cut') listen()
})
process.on('disconnect', () => process.exit())
listen()
