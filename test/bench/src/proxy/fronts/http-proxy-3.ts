/** http-proxy-3 with connections that are kept, which it needs to be told. */
import { Agent, createServer } from 'node:http'
import { createProxyServer } from 'http-proxy-3'

const [port, member] = process.argv.slice(2).map(Number)

const proxy = createProxyServer({ target: `http://127.0.0.1:${member}`, agent: new Agent({ keepAlive: true }), xfwd: true })
createServer((request, response) => proxy.web(request, response)).listen({ port, host: '127.0.0.1' })
