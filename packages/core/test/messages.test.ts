import t from 'tap'
import * as messages from '../src/messages.ts'

const texts = {
  AH00932: messages.AH00932.text('http://a'),
  AH00933: messages.AH00933.text('http://a'),
  AH03305: messages.AH03305.text('http://a'),
  AH01159: messages.AH01159.text('1.a', 'S'),
  AH01160: messages.AH01160.text('1.a', 'S'),
  AH01161: messages.AH01161.text('a', 'a', 'http://a'),
  AH01162: messages.AH01162.text('b', 'a', 'http://a'),
  AH01165: messages.AH01165.text('balancer://x', 'http://a'),
  AH01167: messages.AH01167.text('balancer://x', 'b'),
  AH10122: messages.AH10122.text('byrequests', 'balancer://x'),
  AH10123: messages.AH10123.text('byrequests', 'http://a', 1, -100)
}

t.test('every message says what happened to whom', async t => {
  t.strictSame(texts, {
    AH00932: 'worker http://a has been marked for retry',
    AH00933: 'worker http://a: too soon to retry',
    AH03305: 'worker http://a is stopped and is not retried',
    AH01159: 'found value 1.a in the URL for stickysession S',
    AH01160: 'found value 1.a in a cookie for stickysession S',
    AH01161: 'found route a: worker http://a',
    AH01162: 'route changed from b to a: worker http://a',
    AH01165: 'balancer://x: forcing recovery of worker http://a',
    AH01167: 'balancer://x: all workers are in error state for route b',
    AH10122: 'entering byrequests for balancer://x',
    AH10123: 'byrequests selected worker http://a: busy 1, lbstatus -100'
  })
})

t.test('every message is named after its number, and has a text here', async t => {
  for (const [name, { ah }] of Object.entries(messages)) t.equal(ah, name)
  t.same(Object.keys(messages).sort(), Object.keys(texts).sort())
})

t.test('only the refused session is an error', async t => {
  const errors = Object.values(messages).filter(({ level }) => level !== 'debug')
  t.same(errors, [messages.AH01167])
  t.equal(messages.AH01167.level, 'error')
})
