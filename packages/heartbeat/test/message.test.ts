import t from 'tap'
import { formatMessage, readMessage } from '../src/message.ts'

const read = (text: string, ...required: string[]): ReturnType<typeof readMessage> => readMessage(Buffer.from(text), required)

t.test('a message is read as it is written, and as mod_heartbeat writes it', async t => {
  for (const message of [{ ready: 75, busy: 3, port: null }, { ready: 0, busy: 0, port: 8080 }]) {
    t.same(read(formatMessage(message), 'v', 'ready', 'busy'), message)
  }
  t.equal(formatMessage({ ready: 75, busy: 3, port: null }), 'v=1&ready=75&busy=3')
  t.equal(formatMessage({ ready: 75, busy: 3, port: 8080 }), 'v=1&ready=75&busy=3&port=8080')
})

t.test('what httpd reads is read as httpd does', async t => {
  const same: Array<[string, number, number]> = [
    ['READY=3&busy', 3, 1],
    ['ready=%31%30&busy=+4', 10, 4],
    ['ready=abc&busy=1', 0, 1],
    ['ready=%zz&busy=1x', 0, 0],
    ['busy=1&busy=2&ready=7', 7, 2],
    ['ready=&busy=', 0, 0],
    [`ready=1&busy=1&x=${'y'.repeat(2_000)}&busy=2`, 1, 1]
  ]
  for (const [text, ready, busy] of same) t.same(read(text, 'ready', 'busy'), { ready, busy, port: null }, text.slice(0, 40))
})

t.test('numbers are bounded, where httpd reads -5 as 4294967291', async t => {
  t.same(read('ready=-5&busy=99999999999&port=65536'), { ready: 0, busy: 2_147_483_647, port: null })
})

t.test('a message without one of its fields is none', async t => {
  t.equal(read('ready=1&busy=1', 'v', 'ready', 'busy'), null)
  t.equal(read('', 'ready'), null)
  t.equal(read(`${'x'.repeat(1_000)}&ready=1`, 'ready'), null, 'a thousand bytes are read')
})
