/** No proxy: what a Node.js server costs that answers by itself. */
import { createServer } from 'node:http'

const [port] = process.argv.slice(2).map(Number)

createServer((request, response) => {
  request.resume()
  const body = Buffer.alloc(Number(request.url!.slice(1)) || 0, 'y')
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': body.length }).end(body)
}).listen({ port, host: '127.0.0.1' })
