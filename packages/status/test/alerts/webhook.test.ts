import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import Fastify from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { refusingUrl } from '../../../balancer/test/support/member.ts'
import { until } from '../../../balancer/test/support/until.ts'
import type { Alert } from '../../src/alerts/alert.ts'
import { Webhook } from '../../src/alerts/webhook.ts'
import type { WebhookSettings } from '../../src/alerts/webhook.ts'

const alert: Alert = { id: 'memberDown shop http://a 0', state: 'firing', rule: 'memberDown', balancer: 'shop', member: 'http://a', route: 'a', reason: 'refused', since: 0, until: null }

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A receiver that does with each request what its turn says, and with further ones what the last says. */
async function startReceiver (t: Test, ...turns: readonly RequestListener[]): Promise<{ readonly url: string, readonly received: Received[] }> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const turn = turns[Math.min(received.length, turns.length - 1)]!
    received.push({ headers: request.headers, body: await text(request) })
    turn(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received }
}

const answer = (status: number): RequestListener => (_request, response) => { response.writeHead(status, { location: '/elsewhere' }).end('said') }
const hang: RequestListener = () => {}
const drop: RequestListener = ({ socket }) => { socket.destroy() }

function create (t: Test, url: string, settings: Partial<WebhookSettings> = {}): { readonly webhook: Webhook, readonly lines: Array<{ readonly msg: string, readonly alert: string, readonly state: string }> } {
  const lines: Array<{ readonly msg: string, readonly alert: string, readonly state: string }> = []
  const { log } = Fastify({ logger: { stream: { write: (line: string) => { lines.push(JSON.parse(line)) } } } })
  const webhook = new Webhook({ url: new URL(url), secret: null, timeout: 5_000, retries: 5, retryDelay: 1, queue: 3, ...settings }, log, () => 0.5)
  t.after(() => webhook.close())
  return { webhook, lines }
}

t.test('an alert is posted as JSON, signed over its id, its time and its body', async t => {
  const { url, received } = await startReceiver(t, answer(204))
  for (const [secret, key] of [['a secret', 'a secret'], ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')]] as const) {
    const { webhook } = create(t, url, { secret })
    received.length = 0
    webhook.send(alert)
    webhook.send({ ...alert, state: 'resolved', until: 1_500 })
    await until(() => received.length === 2)
    const [{ headers, body }, second] = received as [Received, Received]
    t.match(JSON.parse(body), { id: alert.id, rule: 'memberDown', state: 'firing', balancer: 'shop', member: 'http://a', route: 'a', reason: 'refused', since: '1970-01-01T00:00:00.000Z', until: null, host: /./ })
    t.match(JSON.parse(second.body), { id: alert.id, state: 'resolved', until: '1970-01-01T00:00:01.500Z' })
    t.equal(headers['content-type'], 'application/json')
    t.ok(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1_000) < 30)
    const signed = createHmac('sha256', key).update(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`).digest('base64')
    t.equal(headers['webhook-signature'], `v1,${signed}`)
    t.not(second.headers['webhook-id'], headers['webhook-id'])
  }
})

t.test('one that does not arrive is posted again, as the same, before those after it', async t => {
  const { url, received } = await startReceiver(t, answer(503), drop, answer(429), hang, answer(200))
  const { webhook, lines } = create(t, url, { timeout: 1_000 })
  webhook.send(alert)
  webhook.send({ ...alert, state: 'resolved', until: 1 })
  await until(() => received.length === 6)
  t.strictSame(received.map(({ body }) => JSON.parse(body).state), ['firing', 'firing', 'firing', 'firing', 'firing', 'resolved'])
  t.equal(new Set(received.slice(0, 5).map(({ headers }) => headers['webhook-id'])).size, 1)
  t.equal(received[0]!.headers['webhook-signature'], undefined)
  t.strictSame(lines, [])
})

t.test('one that is refused, or fails too often, is given up', async t => {
  for (const [turn, tries, msg] of [
    [answer(404), 1, 'an alert was not delivered: answered 404'],
    [answer(302), 1, 'an alert was not delivered: answered 302'],
    [answer(500), 3, 'an alert was not delivered: answered 500'],
    [drop, 3, 'an alert was not delivered: other side closed'],
    [hang, 3, /not delivered: .*timeout/]
  ] as const) {
    const { url, received } = await startReceiver(t, turn)
    const { webhook, lines } = create(t, url, { retries: 2, timeout: turn === hang ? 500 : 5_000 })
    webhook.send(alert)
    await until(() => lines.length === 1)
    t.equal(received.length, tries)
    t.match(lines, [{ msg, alert: alert.id, state: 'firing' }])
  }
  const { webhook, lines } = create(t, await refusingUrl(), { retries: 0 })
  webhook.send(alert)
  await until(() => lines.length === 1)
  t.match(lines[0]!.msg, /ECONNREFUSED/)
})

t.test('of too many the oldest are given up, and all when the server stops', async t => {
  const { url, received } = await startReceiver(t, hang)
  const { webhook, lines } = create(t, url)
  for (let i = 0; i < 5; i++) webhook.send({ ...alert, id: String(i) })
  t.match(lines, [{ alert: '1', msg: 'an alert was not delivered: too many wait' }])
  await until(() => received.length === 1)
  webhook.close()
  await until(() => lines.length === 5)
  t.strictSame(new Set(lines.slice(1).map(({ msg }) => msg)), new Set(['an alert was not delivered: the server stops']))
  t.strictSame(lines.slice(1).map(({ alert }) => alert).sort(), ['0', '2', '3', '4'])
})

t.test('a pause ends with the server', async t => {
  const { url, received } = await startReceiver(t, answer(500))
  const { webhook, lines } = create(t, url, { retryDelay: 120_000 })
  webhook.send(alert)
  await until(() => received.length === 1)
  await new Promise(resolve => setTimeout(resolve, 20))
  webhook.close()
  await until(() => lines.length === 1)
  t.match(lines[0]!.msg, /the server stops$/)
})
