/** @fastify/reply-from with nothing added: one member, nobody elected. */
import replyFrom from '@fastify/reply-from'
import Fastify from 'fastify'

const [port, member] = process.argv.slice(2).map(Number)

const app = Fastify()
app.removeAllContentTypeParsers()
app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
await app.register(replyFrom, { base: `http://127.0.0.1:${member}` })
app.all('/*', (_request, reply) => reply.from())
await app.listen({ port: port!, host: '127.0.0.1' })
