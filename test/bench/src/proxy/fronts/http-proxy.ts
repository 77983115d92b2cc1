/** @fastify/http-proxy with nothing added. */
import httpProxy from '@fastify/http-proxy'
import Fastify from 'fastify'

const [port, member] = process.argv.slice(2).map(Number)

const app = Fastify()
await app.register(httpProxy, { upstream: `http://127.0.0.1:${member}` })
await app.listen({ port: port!, host: '127.0.0.1' })
