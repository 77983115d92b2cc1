import t from 'tap'
import { main, read, refusal } from '../support/read.ts'

t.test('without directives httpd\'s limits hold, but that of bodies', async t => {
  t.strictSame(main(t, '').limits, { line: 8_190, fieldSize: 8_190, fields: 100, body: 0 })
  t.equal(read(t, '').maxHeaderSize, 16_384)
})

t.test('a virtual host may have limits of its own', async t => {
  const { virtualHosts, maxHeaderSize } = read(t, [
    'LimitRequestLine 10000', 'LimitRequestFields 0', '<VirtualHost *>', 'LimitRequestFieldSize 20000', 'LimitRequestBody 1000', '</VirtualHost>'
  ].join('\n'))
  t.strictSame(virtualHosts[0]!.limits, { line: 10_000, fieldSize: 20_000, fields: 1_000, body: 1_000 })
  t.equal(maxHeaderSize, 30_000)
})

t.test('what is no limit is refused', async t => {
  t.equal(refusal(t, 'LimitRequestLine 0'), 'httpd.conf:1: LimitRequestLine: must be more than 0')
  t.equal(refusal(t, 'LimitRequestFields 1001'), 'httpd.conf:1: LimitRequestFields: must be a whole number up to 1000, not "1001"')
  t.equal(refusal(t, 'LimitRequestBody 1k'), 'httpd.conf:1: LimitRequestBody: must be a whole number up to 9007199254740991, not "1k"')
})
